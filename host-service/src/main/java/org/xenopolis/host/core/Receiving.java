package org.xenopolis.host.core;

/** The receiving end of a migration. Here it is decided: {@link Running} or {@link Aborted}, once, for ever. */
public sealed interface Receiving {
    /** The guest may come; nothing was copied. */
    record Prepared() implements Receiving {
        public Copying copy() {
            return new Copying();
        }

        public Aborted abort() {
            return new Aborted();
        }
    }

    record Copying() implements Receiving {
        /** Everything is here, the guest is paused. */
        public Ready ready() {
            return new Ready();
        }

        public Aborted abort() {
            return new Aborted();
        }
    }

    /** Undecided: whichever of the two is written down first holds. */
    record Ready() implements Receiving {
        public Running run() {
            return new Running();
        }

        public Aborted abort() {
            return new Aborted();
        }
    }

    record Running() implements Receiving {}

    record Aborted() implements Receiving {}
}
