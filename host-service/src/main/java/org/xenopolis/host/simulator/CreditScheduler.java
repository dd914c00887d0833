package org.xenopolis.host.simulator;

/**
 * Shares CPUs as Xen's credit scheduler does in the long run: by weight among those that want more, never above what one
 * wants or its cap; what one leaves goes to the others.
 */
final class CreditScheduler {
    private CreditScheduler() {}

    /**
     * All in millionths of a CPU.
     *
     * @param wanted what each could use now, its cap already applied
     * @return what each gets
     */
    static long[] share(long capacity, long[] wanted, int[] weights) {
        long[] given = new long[wanted.length];
        boolean[] settled = new boolean[wanted.length];
        long left = capacity;
        long weightLeft = 0;
        for (int weight : weights) {
            weightLeft += weight;
        }
        boolean changed = true;
        while (changed && weightLeft > 0) {
            changed = false;
            long roundLeft = left;
            long roundWeight = weightLeft;
            for (int i = 0; i < wanted.length; i++) {
                if (!settled[i] && wanted[i] <= roundLeft * weights[i] / roundWeight) {
                    given[i] = wanted[i];
                    settled[i] = true;
                    left -= wanted[i];
                    weightLeft -= weights[i];
                    changed = true;
                }
            }
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!settled[i]) {
                given[i] = left * weights[i] / weightLeft;
            }
        }
        return given;
    }
}
