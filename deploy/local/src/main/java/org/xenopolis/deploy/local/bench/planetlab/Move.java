package org.xenopolis.deploy.local.bench.planetlab;

/** A guest goes to a host. */
record Move(DayGuest guest, DayHost to) {}
