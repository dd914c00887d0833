package org.xenopolis.contracts;

/** Names of the topics, for code; topics.yaml says the rest. */
public final class Topics {
    public static final String TENANT_FACTS = "tenant.facts";
    public static final String INSTANCE_FACTS = "instance.facts";
    public static final String HOST_FACTS = "host.facts";
    public static final String MIGRATION_FACTS = "migration.facts";
    public static final String USAGE_LINES = "usage.lines";
    public static final String PLAN_FACTS = "plan.facts";
    public static final String BILLING_FACTS = "billing.facts";
    public static final String IMAGE_FACTS = "image.facts";

    private Topics() {}
}
