package org.xenopolis.billing;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.Currency;
import java.util.Optional;
import org.xenopolis.billing.funds.FundsCalls;
import org.xenopolis.billing.invoices.InvoiceCalls;
import org.xenopolis.billing.pricing.PricingCalls;
import org.xenopolis.billing.usage.QuarantineCalls;
import org.xenopolis.billing.usage.UsageCalls;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.billing.Authorisation;
import org.xenopolis.contracts.billing.AuthoriseRequest;
import org.xenopolis.contracts.billing.Balance;
import org.xenopolis.contracts.billing.BillingGrpc;
import org.xenopolis.contracts.billing.DecideQuarantinedRequest;
import org.xenopolis.contracts.billing.GetInvoiceRequest;
import org.xenopolis.contracts.billing.GetQuarantinedRequest;
import org.xenopolis.contracts.billing.Invoice;
import org.xenopolis.contracts.billing.IssueInvoiceRequest;
import org.xenopolis.contracts.billing.ListBalancesRequest;
import org.xenopolis.contracts.billing.ListBalancesResponse;
import org.xenopolis.contracts.billing.ListInvoicesRequest;
import org.xenopolis.contracts.billing.ListInvoicesResponse;
import org.xenopolis.contracts.billing.ListPriceBooksRequest;
import org.xenopolis.contracts.billing.ListPriceBooksResponse;
import org.xenopolis.contracts.billing.ListQuarantinedRequest;
import org.xenopolis.contracts.billing.ListQuarantinedResponse;
import org.xenopolis.contracts.billing.ListUsageRequest;
import org.xenopolis.contracts.billing.ListUsageResponse;
import org.xenopolis.contracts.billing.OpenAccountRequest;
import org.xenopolis.contracts.billing.PriceBook;
import org.xenopolis.contracts.billing.QuarantinedLine;
import org.xenopolis.contracts.billing.QuoteReply;
import org.xenopolis.contracts.billing.QuoteRequest;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.contracts.billing.StatementRequest;
import org.xenopolis.contracts.billing.TenantRequest;
import org.xenopolis.contracts.billing.TopUpRequest;
import org.xenopolis.contracts.billing.VerifyInvoiceReply;
import org.xenopolis.kit.grpc.Replies;

/** The gRPC service: hands each call to its feature. */
@Singleton
@Unremovable
class BillingEndpoint extends BillingGrpc.BillingImplBase {
    private final FundsCalls funds;
    private final PricingCalls pricing;
    private final InvoiceCalls invoices;
    private final UsageCalls usage;
    private final QuarantineCalls quarantine;

    BillingEndpoint(
            FundsCalls funds,
            PricingCalls pricing,
            InvoiceCalls invoices,
            UsageCalls usage,
            QuarantineCalls quarantine) {
        this.funds = funds;
        this.pricing = pricing;
        this.invoices = invoices;
        this.usage = usage;
        this.quarantine = quarantine;
    }

    @Override
    public void openAccount(OpenAccountRequest request, StreamObserver<Balance> out) {
        Replies.reply(out, () -> funds.open(request));
    }

    @Override
    public void topUp(TopUpRequest request, StreamObserver<Balance> out) {
        Replies.reply(out, () -> funds.topUp(request));
    }

    @Override
    public void getBalance(TenantRequest request, StreamObserver<Balance> out) {
        Replies.reply(out, () -> funds.balance(request));
    }

    @Override
    public void listBalances(ListBalancesRequest request, StreamObserver<ListBalancesResponse> out) {
        Replies.reply(out, () -> funds.list(request));
    }

    @Override
    public void quote(QuoteRequest request, StreamObserver<QuoteReply> out) {
        Replies.reply(out, () -> pricing.quote(request, currencyOf(request.getTenantId())));
    }

    @Override
    public void authorise(AuthoriseRequest request, StreamObserver<Authorisation> out) {
        Replies.reply(out, () -> funds.authorise(request));
    }

    @Override
    public void releaseAuthorisation(ReleaseRequest request, StreamObserver<Authorisation> out) {
        Replies.reply(out, () -> funds.release(request));
    }

    @Override
    public void listUsage(ListUsageRequest request, StreamObserver<ListUsageResponse> out) {
        Replies.reply(out, () -> usage.list(request));
    }

    @Override
    public void listQuarantined(ListQuarantinedRequest request, StreamObserver<ListQuarantinedResponse> out) {
        Replies.reply(out, () -> quarantine.list(request));
    }

    @Override
    public void getQuarantined(GetQuarantinedRequest request, StreamObserver<QuarantinedLine> out) {
        Replies.reply(out, () -> quarantine.get(request));
    }

    @Override
    public void releaseQuarantined(DecideQuarantinedRequest request, StreamObserver<QuarantinedLine> out) {
        Replies.reply(out, () -> quarantine.release(request));
    }

    @Override
    public void discardQuarantined(DecideQuarantinedRequest request, StreamObserver<QuarantinedLine> out) {
        Replies.reply(out, () -> quarantine.discard(request));
    }

    @Override
    public void getStatement(StatementRequest request, StreamObserver<Invoice> out) {
        Replies.reply(
                out,
                () -> invoices.statement(request, balance(request.getTenantId()).getCurrency()));
    }

    @Override
    public void issueInvoice(IssueInvoiceRequest request, StreamObserver<Invoice> out) {
        Replies.reply(out, () -> invoices.issue(request));
    }

    @Override
    public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> out) {
        Replies.reply(out, () -> invoices.list(request));
    }

    @Override
    public void getInvoice(GetInvoiceRequest request, StreamObserver<Invoice> out) {
        Replies.reply(out, () -> invoices.get(request));
    }

    @Override
    public void verifyInvoice(GetInvoiceRequest request, StreamObserver<VerifyInvoiceReply> out) {
        Replies.reply(out, () -> invoices.verify(request));
    }

    @Override
    public void putPriceBook(PriceBook request, StreamObserver<PriceBook> out) {
        Replies.reply(out, () -> pricing.publish(request));
    }

    @Override
    public void listPriceBooks(ListPriceBooksRequest request, StreamObserver<ListPriceBooksResponse> out) {
        Replies.reply(out, pricing::list);
    }

    private Balance balance(String tenant) {
        return funds.balance(TenantRequest.newBuilder().setTenantId(tenant).build());
    }

    /** A quote is for anyone; who has an account gets it in its currency. */
    private Optional<Currency> currencyOf(String tenant) {
        try {
            return tenant.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Currency.getInstance(balance(tenant).getCurrency()));
        } catch (ProblemException e) {
            if (e.problem().kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
