package org.xenopolis.cluster.invariants;

import org.xenopolis.cluster.InstanceId;

/** Something that only one instance may have at a time, named with its kind: {@code ip:10.0.0.7}, {@code mac:…}. */
public record ResourceLease(String resource, InstanceId holder) {}
