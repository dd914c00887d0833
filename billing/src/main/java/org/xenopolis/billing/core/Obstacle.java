package org.xenopolis.billing.core;

/** Why a proven line is not billed as it is. */
public enum Obstacle {
    /** No authorisation or acceptance of the instance is known yet. */
    UNKNOWN_INSTANCE(true, "Nobody has said yet whose the instance is."),
    /** The tenant has no account yet. */
    UNKNOWN_ACCOUNT(true, "The tenant has no account yet."),
    /** There is no price book of the account's currency yet. */
    NO_PRICE_BOOK(true, "No price book of the account's currency was valid when the line began."),
    /** The line names another tenant than the instance's. */
    TENANT_CONTRADICTION(false, "The line names another tenant than the instance's."),
    /** The host sent another line under the same sequence before. */
    SEQUENCE_CONFLICT(false, "The host sent another line under the same number before."),
    /** Some of its time is billed already, under another sequence. */
    OVERLAP(false, "Some of its time is billed already, under another number."),
    /** It costs more than any line can. */
    AMOUNT_TOO_LARGE(false, "It costs more than any line can.");

    private final boolean passes;
    private final String sentence;

    Obstacle(boolean passes, String sentence) {
        this.passes = passes;
        this.sentence = sentence;
    }

    /** Whether it goes away when the missing fact arrives; otherwise an operator has to look. */
    public boolean passes() {
        return passes;
    }

    /** For who looks at the line. */
    public String sentence() {
        return sentence;
    }
}
