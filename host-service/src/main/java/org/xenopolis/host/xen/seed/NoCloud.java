package org.xenopolis.host.xen.seed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.net.Network;

/**
 * The NoCloud data of a guest (cloud-init's datasource of that name). What is ours goes into files of its own, so that the
 * tenant's part can neither replace nor be confused with it; the tenant's is passed on byte by byte, never parsed here.
 */
public final class NoCloud {
    private static final String LABEL = "cidata";
    private static final int USER_DATA_MAX = 64 << 10;
    private static final int KEYS_MAX = 64;

    private NoCloud() {}

    /** The whole disk. */
    public static byte[] disk(DomainConfig config, Network network) {
        DomainConfig.Seed seed = config.seed();
        if (seed.userData().length > USER_DATA_MAX || seed.sshPublicKeys().size() > KEYS_MAX) {
            throw new IllegalArgumentException("user data of " + seed.userData().length + " bytes, "
                    + seed.sshPublicKeys().size() + " keys");
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("meta-data", text(metaData(config)));
        if (!config.nics().isEmpty()) {
            files.put("network-config", text(cards(config.nics(), network)));
        }
        files.put("user-data", seed.userData().clone());
        files.put("vendor-data", text("#cloud-config\n{}\n"));
        return IsoImage.of(LABEL, files);
    }

    // JSON is YAML, and needs one rule of quoting only.

    private static String metaData(DomainConfig config) {
        String keys = config.seed().sshPublicKeys().stream().map(NoCloud::json).collect(Collectors.joining(", "));
        return "{\"instance-id\": " + json(config.instance().toString()) + ", \"local-hostname\": "
                + json(config.seed().hostName()) + ", \"public-keys\": [" + keys + "]}\n";
    }

    private static String cards(List<DomainConfig.Nic> nics, Network network) {
        List<String> cards = new ArrayList<>();
        IntStream.range(0, nics.size())
                .forEach(i -> cards.add(json("card" + i) + ": {\"match\": {\"macaddress\": "
                        + json(nics.get(i).mac()) + "}, \"addresses\": ["
                        + json(nics.get(i).ipv4() + "/" + network.prefix()) + "]" + (i == 0 ? way(network) : "")
                        + "}"));
        return "{\"version\": 2, \"ethernets\": {" + String.join(", ", cards) + "}}\n";
    }

    /** By the first card: a guest has one way out. */
    private static String way(Network network) {
        String route = network.gateway()
                .map(gateway -> ", \"routes\": [{\"to\": \"0.0.0.0/0\", \"via\": " + json(gateway.value()) + "}]")
                .orElse("");
        String names = network.dns().stream().map(dns -> json(dns.value())).collect(Collectors.joining(", "));
        return names.isEmpty() ? route : route + ", \"nameservers\": {\"addresses\": [" + names + "]}";
    }

    static String json(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < ' ' || c > '~') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
