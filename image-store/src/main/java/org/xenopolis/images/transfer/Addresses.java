package org.xenopolis.images.transfer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.xenopolis.images.core.net.AddressRules;
import org.xenopolis.images.core.net.ImportUrl;

/** Looks a host up once. The address that was judged is the address that is used: a second look could differ. */
final class Addresses {
    /** The way to names; tests put their own here. */
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> addressesOf(String name) throws UnknownHostException;
    }

    static final Resolver SYSTEM = name -> Arrays.asList(InetAddress.getAllByName(name));

    private final Resolver resolver;

    Addresses(Resolver resolver) {
        this.resolver = resolver;
    }

    InetAddress pin(ImportUrl.Accepted url) throws ImportFailure {
        List<InetAddress> found = lookUp(url.host());
        // One inner address among public ones is a trick, not a mistake.
        boolean inner = found.stream().anyMatch(address -> !AddressRules.isGlobal(address.getAddress()));
        if (inner && !url.trusted()) {
            throw new ImportFailure("The host is not on the public internet.");
        }
        return found.getFirst();
    }

    private List<InetAddress> lookUp(String host) throws ImportFailure {
        try {
            List<InetAddress> found =
                    ImportUrl.isAddress(host) ? List.of(InetAddress.ofLiteral(host)) : resolver.addressesOf(host);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new ImportFailure("The host has no address.", e);
        }
        throw new ImportFailure("The host has no address.");
    }
}
