package org.xenopolis.billing.core;

/** Why a proven line is not billed as it is. */
public enum Obstacle {
    /** No authorisation or acceptance of the instance is known yet. */
    UNKNOWN_INSTANCE(true),
    /** The tenant has no account yet. */
    UNKNOWN_ACCOUNT(true),
    /** There is no price book of the account's currency yet. */
    NO_PRICE_BOOK(true),
    /** The line names another tenant than the instance's. */
    TENANT_CONTRADICTION(false),
    /** The host sent another line under the same sequence before. */
    SEQUENCE_CONFLICT(false),
    /** Some of its time is billed already, under another sequence. */
    OVERLAP(false),
    /** It costs more than any line can. */
    AMOUNT_TOO_LARGE(false);

    private final boolean passes;

    Obstacle(boolean passes) {
        this.passes = passes;
    }

    /** Whether it goes away when the missing fact arrives; otherwise an operator has to look. */
    public boolean passes() {
        return passes;
    }
}
