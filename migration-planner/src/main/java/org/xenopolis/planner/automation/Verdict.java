package org.xenopolis.planner.automation;

import org.xenopolis.contracts.plans.Automation;
import org.xenopolis.contracts.plans.AutomationMode;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Step;

/** What becomes of a proposal that nobody asked for. */
enum Verdict {
    /** Not worth showing. */
    DROP,
    SHOW,
    APPROVE;

    static Verdict of(Automation rules, Proposal proposal) {
        if (proposal.steps().isEmpty() || !proposal.benefit().isWorth(rules.getGainMin())) {
            return DROP;
        }
        boolean isSmall = proposal.steps().size() <= rules.getMovesMax()
                && proposal.benefit().bytes() <= rules.getBytesMax()
                && proposal.steps().stream().allMatch(step -> pauseMillis(step) <= rules.getPauseMillisMax());
        return rules.getMode() == AutomationMode.FULL || rules.getMode() == AutomationMode.APPROVE_SMALL && isSmall
                ? APPROVE
                : SHOW;
    }

    private static long pauseMillis(Step step) {
        return step.cost().pause().toMillis();
    }
}
