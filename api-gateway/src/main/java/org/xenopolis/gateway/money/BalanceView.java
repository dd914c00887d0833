package org.xenopolis.gateway.money;

import org.xenopolis.contracts.billing.Balance;

/** What an account holds. @param level OK, WARN, REFUSE_NEW or SUSPEND */
public record BalanceView(String currency, long balanceMicros, long heldMicros, String level, long burnMicrosPerHour) {
    public static BalanceView of(Balance balance) {
        return new BalanceView(
                balance.getCurrency(),
                balance.getBalanceMicros(),
                balance.getHeldMicros(),
                balance.getLevel(),
                balance.getBurnMicrosPerHour());
    }
}
