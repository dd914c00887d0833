package org.xenopolis.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.billing.AuthoriseRequest;
import org.xenopolis.contracts.billing.BillingGrpc;
import org.xenopolis.contracts.billing.GetInvoiceRequest;
import org.xenopolis.contracts.billing.ListBalancesRequest;
import org.xenopolis.contracts.billing.PriceBook;
import org.xenopolis.contracts.billing.QuoteRequest;
import org.xenopolis.contracts.billing.TenantRequest;
import org.xenopolis.contracts.billing.TopUpRequest;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.kit.grpc.Peers;
import org.xenopolis.kit.grpc.TlsFiles;

/** The service as its peers see it: over mutual TLS. */
@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class BillingEndpointTest {
    @Inject
    Cloud cloud;

    @ConfigProperty(name = "xeno.tls.dir")
    String tls;

    @ConfigProperty(name = "xeno.grpc.port")
    int port;

    @Test
    void answersTheGatewayAndRefusesTheImageStore() {
        cloud.ensurePrices("EUR");
        UUID tenant = cloud.tenant(100_000);
        try (Peers gateway = peers("api-gateway");
                Peers stranger = peers("image-store")) {
            var request =
                    TenantRequest.newBuilder().setTenantId(tenant.toString()).build();

            assertThat(stub(gateway).getBalance(request).getBalanceMicros()).isEqualTo(100_000);
            assertThatThrownBy(() -> stub(stranger).getBalance(request))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
        }
    }

    @Test
    void saysWhatIsWrongInKindsAndCodes() {
        cloud.ensurePrices("EUR");
        UUID tenant = cloud.tenant(10);
        try (Peers gateway = peers("api-gateway")) {
            BillingGrpc.BillingBlockingStub billing = stub(gateway);

            assertProblem(
                    () -> billing.authorise(AuthoriseRequest.newBuilder()
                            .setTenantId(tenant.toString())
                            .setInstanceId(UUID.randomUUID().toString())
                            .setResources(Cloud.SMALL)
                            .build()),
                    ErrorKind.FUNDS,
                    "insufficient-funds");
            assertProblem(
                    () -> billing.getBalance(
                            TenantRequest.newBuilder().setTenantId("1-1-1-1-1").build()),
                    ErrorKind.INVALID,
                    "invalid-argument");
            assertProblem(
                    () -> billing.topUp(TopUpRequest.newBuilder()
                            .setTenantId(tenant.toString())
                            .setMicros(-1)
                            .setReference("r")
                            .build()),
                    ErrorKind.INVALID,
                    "invalid-argument");
            assertProblem(
                    () -> billing.getInvoice(GetInvoiceRequest.newBuilder()
                            .setTenantId(tenant.toString())
                            .setInvoiceId(UUID.randomUUID().toString())
                            .build()),
                    ErrorKind.NOT_FOUND,
                    "no-invoice");
            assertProblem(
                    () -> billing.quote(QuoteRequest.newBuilder()
                            .setResources(Cloud.SMALL)
                            .setDurationSeconds(-1)
                            .build()),
                    ErrorKind.INVALID,
                    "bad-quote");
            PriceBook past = Cloud.priceBook("EUR")
                    .setValidFrom(SimulatedHost.timestamp(Instant.parse("2020-01-01T00:00:00Z")))
                    .build();
            assertProblem(() -> billing.putPriceBook(past), ErrorKind.INVALID, "bad-price-book");
        }
    }

    @Test
    void publishesAPriceBookOncePerIdAndPagesBalances() {
        try (Peers gateway = peers("api-gateway")) {
            BillingGrpc.BillingBlockingStub billing = stub(gateway);
            PriceBook draft =
                    Cloud.priceBook("SEK").setId(UUID.randomUUID().toString()).build();
            PriceBook published = billing.putPriceBook(draft);

            assertThat(billing.putPriceBook(draft)).isEqualTo(published);
            assertThat(published.getPricesList()).isEqualTo(draft.getPricesList());
            PriceBook other = draft.toBuilder().removePrices(0).build();
            assertProblem(() -> billing.putPriceBook(other), ErrorKind.CONFLICT, "price-book-id");

            UUID one = cloud.tenant(1);
            UUID two = cloud.tenant(1);
            String first = one.toString().compareTo(two.toString()) < 0 ? one.toString() : two.toString();
            assertThat(billing.listBalances(ListBalancesRequest.newBuilder()
                                    .setPage(PageRequest.newBuilder().setAfterId(first))
                                    .build())
                            .getBalancesList())
                    .extracting(balance -> balance.getTenantId())
                    .isSorted()
                    .contains(first.equals(one.toString()) ? two.toString() : one.toString())
                    .doesNotContain(first);
        }
    }

    private Peers peers(String service) {
        return new Peers(new TlsFiles(Path.of(tls), "svc/" + service));
    }

    private BillingGrpc.BillingBlockingStub stub(Peers peers) {
        ManagedChannel channel = peers.service("billing", "127.0.0.1:" + port);
        return BillingGrpc.newBlockingStub(channel).withDeadlineAfter(180, TimeUnit.SECONDS);
    }

    private static void assertProblem(Runnable call, ErrorKind kind, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            Problem problem = ProblemStatus.toProblem(e);
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.code()).isEqualTo(code);
        });
    }
}
