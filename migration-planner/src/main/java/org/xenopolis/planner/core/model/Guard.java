package org.xenopolis.planner.core.model;

/** Hard rules beyond those of {@link Rules}, which an importer brings along. Asked last, told of every move. */
public interface Guard {
    Guard NONE = new Guard() {
        @Override
        public boolean admits(int item, int to) {
            return true;
        }

        @Override
        public boolean admitsSwap(int a, int b) {
            return true;
        }

        @Override
        public void move(int item, int to) {}
    };

    boolean admits(int item, int to);

    /** For two items on different machines that change places. */
    boolean admitsSwap(int a, int b);

    /** The item is about to move; called before the placement changes. */
    void move(int item, int to);
}
