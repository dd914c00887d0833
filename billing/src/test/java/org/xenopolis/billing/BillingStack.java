package org.xenopolis.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.xenopolis.store.StackResource;

/** Engines, an identity, and a port for gRPC. One for all tests, so that the service starts once. */
public final class BillingStack extends StackResource {
    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        try (ServerSocket free = new ServerSocket(0)) {
            settings.put("xeno.grpc.port", Integer.toString(free.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }
}
