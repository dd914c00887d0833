package org.xenopolis.cluster;

/** Asks for a place for one instance that holds none: a new one, or a stopped one that starts again. */
public record PlacementRequest(InstanceId instance, InstanceSpec spec) {}
