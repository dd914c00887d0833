package org.xenopolis.kit.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.access.Access;

/**
 * Lets a call through only when the option {@code (xenopolis.callers)} of its method names the caller's certificate.
 * A method without the option is closed to everyone.
 */
public final class Callers implements ServerInterceptor {
    private static final Context.Key<PeerIdentity> PEER = Context.key("peer");
    private static final Context.Key<X509Certificate> CERTIFICATE = Context.key("peer-certificate");

    private final ConcurrentHashMap<String, List<String>> callersByMethod = new ConcurrentHashMap<>();

    /** The caller of the current call. @throws IllegalStateException outside a call */
    public static PeerIdentity current() {
        return required(PEER.get());
    }

    public static X509Certificate currentCertificate() {
        return required(CERTIFICATE.get());
    }

    /** Refuses a host that speaks for another one. */
    public static void requireHost(UUID hostId) {
        if (!current().equals(new PeerIdentity.Host(hostId))) {
            throw Problem.of(ErrorKind.FORBIDDEN, "not-your-host", "An agent may report only for its own host.")
                    .exception();
        }
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        X509Certificate certificate = certificate(call);
        if (certificate == null) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("a client certificate is required"));
        }
        PeerIdentity peer;
        try {
            peer = PeerIdentity.of(certificate);
        } catch (IllegalArgumentException e) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("the client certificate names no identity"));
        }
        if (!peer.isOneOf(callersOf(call.getMethodDescriptor()))) {
            return refuse(call, Status.PERMISSION_DENIED.withDescription("this caller may not call this method"));
        }
        Context context = Context.current().withValue(PEER, peer).withValue(CERTIFICATE, certificate);
        return Contexts.interceptCall(context, call, headers, next);
    }

    private List<String> callersOf(MethodDescriptor<?, ?> method) {
        return callersByMethod.computeIfAbsent(method.getFullMethodName(), name -> callers(method));
    }

    private static List<String> callers(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
            return List.of();
        }
        return List.copyOf(supplier.getMethodDescriptor().getOptions().getExtension(Access.callers));
    }

    private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static @Nullable X509Certificate certificate(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            return session == null ? null : (X509Certificate) session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not inside a call");
        }
        return value;
    }
}
