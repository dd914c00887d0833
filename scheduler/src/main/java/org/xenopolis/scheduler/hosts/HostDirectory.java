package org.xenopolis.scheduler.hosts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xenopolis.cluster.HostId;
import org.xenopolis.scheduler.Problems;

/** Hosts in memory, about a second old at most: where they answer, under which lease, in which state. */
@ApplicationScoped
public class HostDirectory {
    private final HostStore store;
    private final Map<HostId, HostRecord> known = new ConcurrentHashMap<>();

    HostDirectory(HostStore store) {
        this.store = store;
    }

    void refresh(List<HostRecord> hosts) {
        hosts.forEach(host -> known.put(host.id(), host));
    }

    public HostRecord find(HostId id) {
        HostRecord host = known.get(id);
        return host == null ? reread(id) : host;
    }

    /** As it is stored now. */
    public HostRecord reread(HostId id) {
        HostRecord host = store.find(id).orElseThrow(() -> Problems.notFound("host"));
        known.put(id, host);
        return host;
    }

    public List<HostRecord> all() {
        return List.copyOf(known.values());
    }
}
