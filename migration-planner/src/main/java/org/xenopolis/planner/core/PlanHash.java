package org.xenopolis.planner.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.xenopolis.cluster.Digest;

/**
 * Names what an operator approves: the SHA-256 over goal and steps, without progress, in one canonical form: a line per
 * field, {@code name:length:value}, the length in UTF-8 bytes, so that no two plans share a form.
 */
public final class PlanHash {
    private static final String VERSION = "2";

    private final StringBuilder canonical = new StringBuilder();

    private PlanHash() {}

    public static Digest of(Goal goal, List<Step> steps) {
        PlanHash hash = new PlanHash();
        hash.field("xenopolis-plan", VERSION);
        hash.goal(goal);
        hash.field("steps", steps.size());
        steps.forEach(hash::step);
        return hash.digest();
    }

    private void goal(Goal goal) {
        field("goal", name(goal));
        goal.hosts().forEach(host -> field("host", host));
        if (goal instanceof Goal.Maintenance maintenance) {
            field("group-max", maintenance.groupMax());
        }
        if (goal instanceof Goal.Repair repair && repair.failures() != 1) {
            field("failures", repair.failures());
        }
        field("moves-max", goal.movesMax());
        if (goal.isForced()) {
            field("forced", true);
        }
    }

    private static String name(Goal goal) {
        return switch (goal) {
            case Goal.Balance balance -> "BALANCE";
            case Goal.Drain drain -> "DRAIN";
            case Goal.Consolidate consolidate -> "CONSOLIDATE";
            case Goal.Repair repair -> "REPAIR";
            case Goal.Maintenance maintenance -> "MAINTENANCE";
        };
    }

    private void step(Step step) {
        field("number", step.number());
        field("instance", step.instance());
        field("from", step.from());
        field("to", step.to());
        field("epoch", step.epoch());
        step.after().forEach(before -> field("after", before));
        field("phase", step.phase());
        field("start-millis", step.start().toMillis());
        field("reason", step.reason());
        field("if-skipped", step.ifSkipped());
        field("bytes", step.cost().bytes());
        field("copy-millis", step.cost().copy().toMillis());
        field("pause-millis", step.cost().pause().toMillis());
        // Only where there is something to say, so that the form of all other plans is what it was.
        step.block().others().stream().sorted().forEach(other -> field("along", other));
        if (step.isForced()) {
            field("forced", true);
        }
    }

    private void field(String name, Object value) {
        String text = value.toString();
        canonical
                .append(name)
                .append(':')
                .append(text.getBytes(StandardCharsets.UTF_8).length)
                .append(':')
                .append(text)
                .append('\n');
    }

    private Digest digest() {
        try {
            return Digest.ofSha256(MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
