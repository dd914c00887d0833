package org.xenopolis.billing.funds;

import java.util.Currency;
import org.xenopolis.billing.core.Funds;
import org.xenopolis.billing.core.FundsLevel;
import org.xenopolis.cluster.TenantId;

/** A row of accounts. @param generation counts the changes */
public record Account(TenantId tenant, Currency currency, String name, Funds funds, FundsLevel level, long generation) {
    /** After the amounts have changed by so much, with the level that follows. */
    Account changed(long balanceMicros, long heldMicros) {
        return with(new Funds(
                Math.addExact(funds.balanceMicros(), balanceMicros),
                Math.addExact(funds.heldMicros(), heldMicros),
                funds.burnMicrosPerHour()));
    }

    Account burning(long microsPerHour) {
        return with(new Funds(funds.balanceMicros(), funds.heldMicros(), microsPerHour));
    }

    private Account with(Funds after) {
        return new Account(tenant, currency, name, after, after.levelAfter(level), generation + 1);
    }
}
