package org.xenopolis.kit.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Channels to other services and agents, one each, kept open. The name that TLS checks is the peer's identity, not its
 * address, so a host cannot answer for another one. When our own certificate was replaced, calls that are under way end on
 * the connections that they have, and the next ones get new connections.
 */
public final class Peers implements AutoCloseable {
    /** What an ordinary call may take; work that takes longer goes on after the answer. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    static final int MESSAGE_BYTES_MAX = 16 << 20;

    private record Target(String authority, String address) {}

    private final LiveTls identity;
    private final ChannelCredentials credentials;
    private final AtomicInteger shown;
    private final ConcurrentHashMap<Target, ManagedChannel> channels = new ConcurrentHashMap<>();

    public Peers(TlsFiles identity) {
        this(identity.live());
    }

    Peers(LiveTls identity) {
        this.identity = identity;
        this.credentials = identity.client();
        this.shown = new AtomicInteger(identity.generation());
    }

    /** Our own identity, as these channels show it. */
    public LiveTls identity() {
        return identity;
    }

    /** @param address host:port */
    public ManagedChannel service(String name, String address) {
        return channel(name + ".svc.xenopolis.internal", address);
    }

    public ManagedChannel host(UUID id, String address) {
        return channel(id + ".host.xenopolis.internal", address);
    }

    private ManagedChannel channel(String authority, String address) {
        int generation = identity.generation();
        if (shown.getAndSet(generation) != generation) {
            channels.values().forEach(ManagedChannel::enterIdle);
        }
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
