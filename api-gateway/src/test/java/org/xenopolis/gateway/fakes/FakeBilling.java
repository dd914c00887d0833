package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
    private final ConcurrentSkipListMap<String, RatedLine> usage = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, QuarantinedLine> quarantined = new ConcurrentSkipListMap<>();
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
        Replies.reply(
                out,
                () -> ListUsageResponse.newBuilder()
                        .addAllLines(usage.tailMap(request.getPage().getAfterId(), false).values().stream()
                                .filter(line -> line.getInstanceId().equals(request.getInstanceId()))
                                .limit(FakeInstances.limit(request.getPage()))
                                .toList())
                        .build());
    }

    /** Lines of an instance, under ids like billing's. */
    public void used(String instance, int lines) {
        for (int i = 0; i < lines; i++) {
            String id = (1_790_000_000_000_000L + i) + "_" + instance + "_" + i;
            usage.put(
                    id,
                    RatedLine.newBuilder()
                            .setId(id)
                            .setInstanceId(instance)
                            .setSequence(i)
                            .build());
        }
    }

    /** A line that waits in quarantine. */
    public String quarantine() {
        String id = UUID.randomUUID().toString();
        quarantined.put(
                id,
                QuarantinedLine.newBuilder()
                        .setId(id)
                        .setReason("OVERLAP")
                        .setSentence("Some of its time is billed already.")
                        .setTenantId(UUID.randomUUID().toString())
                        .build());
        return id;
    }

    @Override
    public void listQuarantined(ListQuarantinedRequest request, StreamObserver<ListQuarantinedResponse> out) {
        Replies.reply(
                out,
                () -> ListQuarantinedResponse.newBuilder()
                        .addAllLines(quarantined.tailMap(request.getPage().getAfterId(), false).values().stream()
                                .filter(line -> request.getDecided()
                                        || line.getOutcome().isEmpty())
                                .limit(FakeInstances.limit(request.getPage()))
                                .toList())
                        .build());
    }

    @Override
    public void getQuarantined(GetQuarantinedRequest request, StreamObserver<QuarantinedLine> out) {
        Replies.reply(out, () -> held(request.getId()));
    }

    @Override
    public void releaseQuarantined(DecideQuarantinedRequest request, StreamObserver<QuarantinedLine> out) {
        Replies.reply(out, () -> decide(request, "BILLED"));
    }

    @Override
    public void discardQuarantined(DecideQuarantinedRequest request, StreamObserver<QuarantinedLine> out) {
        Replies.reply(out, () -> decide(request, "DISCARDED"));
    }

    private QuarantinedLine decide(DecideQuarantinedRequest request, String outcome) {
        QuarantinedLine line = held(request.getId());
        if (!line.getOutcome().isEmpty() && !line.getOutcome().equals(outcome)) {
            throw Problem.of(ErrorKind.CONFLICT, "already-decided", "It was decided.")
                    .exception();
        }
        QuarantinedLine decided = line.toBuilder()
                .setOutcome(outcome)
                .setCause(request.getCause())
                .build();
        quarantined.put(request.getId(), decided);
        return decided;
    }

    private QuarantinedLine held(String id) {
        QuarantinedLine line = quarantined.get(id);
        if (line == null) {
            throw FakeInstances.notFound("quarantined-line");
        }
        return line;
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
