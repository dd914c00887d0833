package org.xenopolis.host.xen.net;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.xenopolis.cluster.InstanceId;

/** The name of a guest's card on its host: at most 15 characters, the same wherever the guest runs, known before it does. */
public record CardName(String value) {
    private static final Pattern FORM = Pattern.compile("xv[0-9a-f]{12}");

    public CardName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("no card of ours: " + value);
        }
    }

    public static CardName of(InstanceId instance, int index) {
        UUID name = UUID.nameUUIDFromBytes((instance + "/" + index).getBytes(StandardCharsets.US_ASCII));
        return new CardName("xv" + name.toString().replace("-", "").substring(0, 12));
    }

    @Override
    public String toString() {
        return value;
    }
}
