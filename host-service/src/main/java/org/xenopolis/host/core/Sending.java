package org.xenopolis.host.core;

/** The sending end of a migration. Between hand-over and answer it neither runs the guest nor forgets it. */
public sealed interface Sending {
    /** The guest runs here, or stands still for the last round; it may go on here at any time. */
    record Copying() implements Sending {
        /** From now on this copy is never unpaused, unless the receiver says that it aborted. */
        public HandedOver handOver() {
            return new HandedOver();
        }

        public Aborted abort() {
            return new Aborted();
        }
    }

    record HandedOver() implements Sending {
        /** The receiver runs the guest: this copy may be destroyed. */
        public Completed confirm() {
            return new Completed();
        }

        /** The receiver wrote down that it never runs the guest. */
        public Aborted refuse() {
            return new Aborted();
        }
    }

    record Completed() implements Sending {}

    record Aborted() implements Sending {}
}
