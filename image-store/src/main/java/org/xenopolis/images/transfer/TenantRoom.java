package org.xenopolis.images.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.blobs.Exclusion;
import org.xenopolis.images.catalog.Catalog;

/**
 * Keeps each tenant within its bytes. Bytes on their way in count from the moment they arrive, and are counted and
 * recorded under one lock per tenant, so that many uploads at once cannot together pass the limit. Each process counts
 * what is on its way to itself; what is recorded counts everywhere.
 */
@ApplicationScoped
class TenantRoom {
    /** Guarded by itself. */
    private static final class Arriving {
        private long bytes;
        private int claims;
    }

    private final ConcurrentHashMap<TenantId, Arriving> arriving = new ConcurrentHashMap<>();
    private final Catalog catalog;
    private final Exclusion exclusion;
    private final ImageSettings settings;

    TenantRoom(Catalog catalog, Exclusion exclusion, ImageSettings settings) {
        this.catalog = catalog;
        this.exclusion = exclusion;
        this.settings = settings;
    }

    Claim claim(Optional<TenantId> tenant) {
        return new Claim(tenant.map(
                id -> new Owner(id, arriving.compute(id, (key, known) -> claimed(known)), catalog.bytesOf(id))));
    }

    private static Arriving claimed(@Nullable Arriving known) {
        Arriving counted = known == null ? new Arriving() : known;
        counted.claims++;
        return counted;
    }

    private record Owner(TenantId id, Arriving arriving, long storedBefore) {}

    /** The bytes of one upload or import; an operator's have no limit. */
    final class Claim implements AutoCloseable {
        private final Optional<Owner> owner;
        private long mine;
        private boolean closed;

        private Claim(Optional<Owner> owner) {
            this.owner = owner;
        }

        void add(long bytes) {
            owner.ifPresent(o -> {
                synchronized (o.arriving()) {
                    require(o.storedBefore() + o.arriving().bytes + bytes);
                    o.arriving().bytes += bytes;
                }
                mine += bytes;
            });
        }

        /** Counts again what is stored by now, and records the bytes before anybody else can count. */
        <T> T record(Supplier<T> work) {
            if (owner.isEmpty()) {
                return work.get();
            }
            Owner counted = owner.get();
            return exclusion.alone("bytes of " + counted.id(), () -> {
                synchronized (counted.arriving()) {
                    require(catalog.bytesOf(counted.id()) + mine);
                    return work.get();
                }
            });
        }

        private void require(long bytes) {
            if (bytes > settings.tenantBytesMax()) {
                throw Problem.of(
                                ErrorKind.QUOTA,
                                "too-many-image-bytes",
                                "A tenant may keep " + settings.tenantBytesMax()
                                        + " bytes of images; delete one first.")
                        .exception();
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            owner.ifPresent(o -> arriving.computeIfPresent(o.id(), (id, counted) -> {
                synchronized (counted) {
                    counted.bytes -= mine;
                }
                counted.claims--;
                return counted.claims == 0 ? null : counted;
            }));
        }
    }
}
