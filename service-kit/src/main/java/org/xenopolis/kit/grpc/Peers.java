package org.xenopolis.kit.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Channels to other services and agents, one each, kept open. The name that TLS checks is the peer's identity, not its
 * address, so a host cannot answer for another one.
 */
public final class Peers implements AutoCloseable {
    /** What an ordinary call may take; work that takes longer goes on after the answer. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    static final int MESSAGE_BYTES_MAX = 16 << 20;

    private record Target(String authority, String address) {}

    private final ChannelCredentials credentials;
    private final ConcurrentHashMap<Target, ManagedChannel> channels = new ConcurrentHashMap<>();

    public Peers(TlsFiles identity) {
        this.credentials = identity.client();
    }

    /** @param address host:port */
    public ManagedChannel service(String name, String address) {
        return channel(name + ".svc.xenopolis.internal", address);
    }

    public ManagedChannel host(UUID id, String address) {
        return channel(id + ".host.xenopolis.internal", address);
    }

    private ManagedChannel channel(String authority, String address) {
        return channels.computeIfAbsent(
                new Target(authority, address),
                target -> NettyChannelBuilder.forTarget("dns:///" + target.address(), credentials)
                        .overrideAuthority(target.authority())
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .keepAliveTime(20, TimeUnit.SECONDS)
                        .build());
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
