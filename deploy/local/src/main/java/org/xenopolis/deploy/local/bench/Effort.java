package org.xenopolis.deploy.local.bench;

import org.xenopolis.deploy.local.stack.StackException;

/**
 * How long a bench may take.
 *
 * @param slow also rows and peers that take many minutes
 * @param hbalGroups how many of ten groups of 100 nodes hbal balances, which takes it an hour and more for each
 */
public record Effort(boolean slow, int hbalGroups) {
    public Effort {
        if (hbalGroups < 0 || hbalGroups > HbalGroups.COUNT) {
            throw new StackException("--hbal-groups has to be within 0.." + HbalGroups.COUNT);
        }
    }
}
