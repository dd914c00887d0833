package org.xenopolis.kit.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A gRPC server with mutual TLS; each call runs on a virtual thread of its own and may block. */
public final class GrpcServer implements AutoCloseable {
    private static final int GRACE_SECONDS = 5;

    private final Server server;

    private GrpcServer(Server server) {
        this.server = server;
    }

    /** @param address port 0 takes any free one */
    public static GrpcServer start(
            InetSocketAddress address, ServerCredentials credentials, List<? extends BindableService> services) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address, credentials)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .intercept(new Callers())
                .maxInboundMessageSize(Peers.MESSAGE_BYTES_MAX)
                .maxConcurrentCallsPerConnection(1_000)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        services.forEach(builder::addService);
        try {
            return new GrpcServer(builder.build().start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address, e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
    }
}
