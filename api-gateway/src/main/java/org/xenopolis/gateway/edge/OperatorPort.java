package org.xenopolis.gateway.edge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A second listener before the same routes; {@link PortGuard} decides by it who sees which. */
@ApplicationScoped
public class OperatorPort {
    private static final Logger LOG = Logger.getLogger(OperatorPort.class);
    private static final int START_SECONDS = 10;
    private static final int HEADERS_BYTES_MAX = 16 << 10;
    private static final int IDLE_SECONDS = 300;

    private final Vertx vertx;
    private final String host;
    private final int wanted;
    private @Nullable HttpServer server;
    private volatile int actual = -1;

    OperatorPort(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "xeno.operator.port", defaultValue = "0") int port) {
        this.vertx = vertx;
        this.host = host;
        this.wanted = port;
    }

    /** The port it listens on; -1 before it does. */
    public int number() {
        return actual;
    }

    void start(@Observes @Priority(4_000) StartupEvent event) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(wanted)
                .setMaxHeaderSize(HEADERS_BYTES_MAX)
                .setIdleTimeout(IDLE_SECONDS);
        HttpServer started = vertx.createHttpServer(options)
                .requestHandler(request -> VertxHttpRecorder.getRootHandler().handle(request))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        server = started;
        actual = started.actualPort();
        LOG.infof("operators are served on http://%s:%d", host, actual);
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
