package org.xenopolis.billing.funds;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.xenopolis.billing.calls.Requests;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.contracts.billing.Authorisation;
import org.xenopolis.contracts.billing.AuthoriseRequest;
import org.xenopolis.contracts.billing.Balance;
import org.xenopolis.contracts.billing.ListBalancesRequest;
import org.xenopolis.contracts.billing.ListBalancesResponse;
import org.xenopolis.contracts.billing.OpenAccountRequest;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.contracts.billing.TenantRequest;
import org.xenopolis.contracts.billing.TopUpRequest;

/** The calls about accounts and holds. */
@ApplicationScoped
public class FundsCalls {
    private final FundsService funds;
    private final Authorisations authorisations;

    FundsCalls(FundsService funds, Authorisations authorisations) {
        this.funds = funds;
        this.authorisations = authorisations;
    }

    public Balance open(OpenAccountRequest request) {
        return balance(funds.open(
                Requests.tenant(request.getTenantId()),
                Requests.currency(request.getCurrency()),
                Requests.text(request.getName(), "name")));
    }

    public Balance topUp(TopUpRequest request) {
        return balance(funds.topUp(new FundsService.Payment(
                Requests.tenant(request.getTenantId()),
                Requests.positive(request.getMicros(), "micros"),
                Requests.text(request.getReference(), "reference"),
                request.getCause().isEmpty() ? "top-up" : Requests.text(request.getCause(), "cause"))));
    }

    public Balance balance(TenantRequest request) {
        return balance(funds.balance(Requests.tenant(request.getTenantId())));
    }

    public ListBalancesResponse list(ListBalancesRequest request) {
        ListBalancesResponse.Builder response = ListBalancesResponse.newBuilder();
        funds.list(Requests.after(request.getPage()), Requests.limit(request.getPage()))
                .forEach(account -> response.addBalances(balance(account)));
        return response.build();
    }

    public Authorisation authorise(AuthoriseRequest request) {
        Instances.Claim claim = new Instances.Claim(
                Requests.instance(request.getInstanceId()),
                Requests.tenant(request.getTenantId()),
                project(request.getProjectId()),
                request.getInstanceName());
        return authorisation(authorisations.authorise(claim, Requests.resources(request.getResources())));
    }

    public Authorisation release(ReleaseRequest request) {
        return authorisation(authorisations.release(
                Requests.tenant(request.getTenantId()), Requests.instance(request.getInstanceId())));
    }

    private static @Nullable ProjectId project(String id) {
        return id.isEmpty() ? null : new ProjectId(Requests.uuid(id, "project_id"));
    }

    private static Authorisation authorisation(Holds.Hold hold) {
        return Authorisation.newBuilder()
                .setInstanceId(hold.instance().toString())
                .setHeldMicros(hold.micros())
                .setActive(hold.active())
                .build();
    }

    private static Balance balance(Account account) {
        return Balance.newBuilder()
                .setTenantId(account.tenant().toString())
                .setCurrency(account.currency().getCurrencyCode())
                .setBalanceMicros(account.funds().balanceMicros())
                .setHeldMicros(account.funds().heldMicros())
                .setLevel(account.level().name())
                .setBurnMicrosPerHour(account.funds().burnMicrosPerHour())
                .setName(account.name())
                .build();
    }
}
