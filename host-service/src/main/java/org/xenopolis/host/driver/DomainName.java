package org.xenopolis.host.driver;

import java.util.Optional;
import org.xenopolis.cluster.InstanceId;

/** The name of a domain on its host. Ours are {@code v-<uuid>}: never only digits, which xl would read as a domid. */
public record DomainName(String value) {
    private static final String PREFIX = "v-";

    public static DomainName of(InstanceId instance) {
        return new DomainName(PREFIX + instance);
    }

    /** Empty for a domain that is not ours. */
    public Optional<InstanceId> instance() {
        if (!value.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InstanceId.of(value.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
