package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.billing.*;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.kit.grpc.Replies;

/** Billing with balances and authorisations, and one price: a million a quote. */
public final class FakeBilling extends BillingGrpc.BillingImplBase {
    private static final long HELD = 1_000;

    private final Map<String, Balance> balances = new ConcurrentHashMap<>();
    private final Map<String, Invoice> invoices = new ConcurrentSkipListMap<>();
    private final Map<String, PriceBook> books = new ConcurrentSkipListMap<>();
    private final Set<String> references = ConcurrentHashMap.newKeySet();
    public final Set<String> authorised = ConcurrentHashMap.newKeySet();
    public final Hook beforeAuthorise = new Hook();

    @Override
    public void openAccount(OpenAccountRequest request, StreamObserver<Balance> out) {
        Replies.reply(
                out,
                () -> balances.computeIfAbsent(
                        request.getTenantId(),
                        id -> Balance.newBuilder()
                                .setTenantId(id)
                                .setCurrency(request.getCurrency())
                                .setLevel("OK")
                                .build()));
    }

    @Override
    public void topUp(TopUpRequest request, StreamObserver<Balance> out) {
        Replies.reply(out, () -> {
            Balance now = balance(request.getTenantId());
            if (!references.add(request.getReference())) {
                return now;
            }
            Balance more = now.toBuilder()
                    .setBalanceMicros(now.getBalanceMicros() + request.getMicros())
                    .build();
            balances.put(request.getTenantId(), more);
            return more;
        });
    }

    @Override
    public void getBalance(TenantRequest request, StreamObserver<Balance> out) {
        Replies.reply(out, () -> balance(request.getTenantId()));
    }

    @Override
    public void quote(QuoteRequest request, StreamObserver<QuoteReply> out) {
        Replies.reply(
                out,
                () -> QuoteReply.newBuilder()
                        .setQuoteId("00000000-0000-4000-8000-000000000001")
                        .setCurrency("EUR")
                        .setPriceBookVersion(1)
                        .addLines(QuoteLine.newBuilder()
                                .setDimension(Dimension.CPU_USED)
                                .setQuantity("1")
                                .setMicros(1_000_000))
                        .setTotalMicros(1_000_000)
                        .setValidUntil(Words.time(Instant.now()))
                        .build());
    }

    @Override
    public void authorise(AuthoriseRequest request, StreamObserver<Authorisation> out) {
        Replies.reply(out, () -> {
            beforeAuthorise.run();
            if (balance(request.getTenantId()).getBalanceMicros() < HELD) {
                throw Problem.of(ErrorKind.FUNDS, "insufficient-funds", "Top up first.")
                        .exception();
            }
            authorised.add(request.getInstanceId());
            return Authorisation.newBuilder()
                    .setInstanceId(request.getInstanceId())
                    .setHeldMicros(HELD)
                    .setActive(true)
                    .build();
        });
    }

    @Override
    public void releaseAuthorisation(ReleaseRequest request, StreamObserver<Authorisation> out) {
        Replies.reply(out, () -> {
            authorised.remove(request.getInstanceId());
            return Authorisation.newBuilder()
                    .setInstanceId(request.getInstanceId())
                    .build();
        });
    }

    @Override
    public void listUsage(ListUsageRequest request, StreamObserver<ListUsageResponse> out) {
        Replies.reply(out, ListUsageResponse::getDefaultInstance);
    }

    @Override
    public void getStatement(StatementRequest request, StreamObserver<Invoice> out) {
        Replies.reply(
                out,
                () -> Invoice.newBuilder()
                        .setTenantId(request.getTenantId())
                        .setCurrency("EUR")
                        .build());
    }

    @Override
    public void issueInvoice(IssueInvoiceRequest request, StreamObserver<Invoice> out) {
        Replies.reply(
                out,
                () -> invoices.computeIfAbsent(
                        request.getInvoiceId(),
                        id -> Invoice.newBuilder()
                                .setId(id)
                                .setTenantId(request.getTenantId())
                                .setNumber("2026-000001")
                                .setCurrency("EUR")
                                .addLines(InvoiceLine.newBuilder()
                                        .setInstanceId("00000000-0000-4000-8000-000000000002")
                                        .setInstanceName("=web")
                                        .setDimension(Dimension.CPU_USED)
                                        .setQuantity("3600")
                                        .setUnitLabel("CPU, seconds")
                                        .setMicros(-7))
                                .build()));
    }

    @Override
    public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> out) {
        Replies.reply(
                out,
                () -> ListInvoicesResponse.newBuilder()
                        .addAllInvoices(invoices.values().stream()
                                .filter(invoice -> invoice.getTenantId().equals(request.getTenantId()))
                                .toList())
                        .build());
    }

    @Override
    public void getInvoice(GetInvoiceRequest request, StreamObserver<Invoice> out) {
        Replies.reply(out, () -> visible(request));
    }

    @Override
    public void verifyInvoice(GetInvoiceRequest request, StreamObserver<VerifyInvoiceReply> out) {
        Replies.reply(out, () -> {
            Invoice ignored = visible(request);
            return VerifyInvoiceReply.newBuilder().setMatches(true).build();
        });
    }

    @Override
    public void putPriceBook(PriceBook request, StreamObserver<PriceBook> out) {
        Replies.reply(out, () -> {
            PriceBook book = request.toBuilder().setVersion(1).build();
            books.put(book.getId(), book);
            return book;
        });
    }

    @Override
    public void listPriceBooks(ListPriceBooksRequest request, StreamObserver<ListPriceBooksResponse> out) {
        Replies.reply(
                out,
                () -> ListPriceBooksResponse.newBuilder()
                        .addAllPriceBooks(books.values())
                        .build());
    }

    private Invoice visible(GetInvoiceRequest request) {
        Invoice invoice = invoices.get(request.getInvoiceId());
        if (invoice == null || !invoice.getTenantId().equals(request.getTenantId())) {
            throw FakeInstances.notFound("invoice");
        }
        return invoice;
    }

    private Balance balance(String tenant) {
        Balance balance = balances.get(tenant);
        if (balance == null) {
            throw FakeInstances.notFound("account");
        }
        return balance;
    }
}
