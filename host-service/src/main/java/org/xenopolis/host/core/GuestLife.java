package org.xenopolis.host.core;

import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.MigrationId;

/** Where an instance stands on this host. Each record has the moves that are legal from it, and no others. */
public sealed interface GuestLife {
    /** Of the placement that was last commanded here; older commands are refused. */
    Epoch epoch();

    /** Nothing of it is here. The epoch stays, so that a late command of an earlier placement finds no open door. */
    record Absent(Epoch epoch) implements GuestLife {
        public static final Absent UNKNOWN = new Absent(Epoch.NONE);

        public Active place(Epoch newer) {
            return new Active(newest(epoch, newer));
        }

        public Incoming expect(Epoch newer, MigrationId migration) {
            return new Incoming(newest(epoch, newer), migration);
        }

        public Absent delete(Epoch newer) {
            return new Absent(newest(epoch, newer));
        }
    }

    /** Has a domain, or is getting one. */
    record Active(Epoch epoch) implements GuestLife {
        public Active place(Epoch newer) {
            return new Active(newest(epoch, newer));
        }

        public Stopped stop(Epoch newer) {
            return new Stopped(newest(epoch, newer));
        }

        public Suspended suspend() {
            return new Suspended(epoch);
        }

        /** It lives on another host now, under that epoch. */
        public Absent leave(Epoch newer) {
            return new Absent(newest(epoch, newer));
        }

        public Absent delete(Epoch newer) {
            return new Absent(newest(epoch, newer));
        }
    }

    /** Only its disk is here. */
    record Stopped(Epoch epoch) implements GuestLife {
        public Active place(Epoch newer) {
            return new Active(newest(epoch, newer));
        }

        public Stopped stop(Epoch newer) {
            return new Stopped(newest(epoch, newer));
        }

        public Absent delete(Epoch newer) {
            return new Absent(newest(epoch, newer));
        }
    }

    /** Its disk and its saved memory are here. */
    record Suspended(Epoch epoch) implements GuestLife {
        public Active place(Epoch newer) {
            return new Active(newest(epoch, newer));
        }

        public Stopped stop(Epoch newer) {
            return new Stopped(newest(epoch, newer));
        }

        public Absent delete(Epoch newer) {
            return new Absent(newest(epoch, newer));
        }
    }

    /** A migration may bring it: it has never run here under this epoch. */
    record Incoming(Epoch epoch, MigrationId migration) implements GuestLife {
        public Active arrive() {
            return new Active(epoch);
        }

        public Absent abort() {
            return new Absent(epoch);
        }
    }

    private static Epoch newest(Epoch known, Epoch commanded) {
        if (commanded.isOlderThan(known)) {
            throw new IllegalArgumentException("epoch " + commanded + " after " + known);
        }
        return commanded;
    }
}
