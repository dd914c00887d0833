package org.xenopolis.store;

/** Kafka record headers that every fact carries. */
public final class EventHeaders {
    public static final String EVENT_ID = "event-id";

    private EventHeaders() {}
}
