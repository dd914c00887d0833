package org.xenopolis.host.agent;

import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.MigrationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.journal.record.GuestLifeName;
import org.xenopolis.host.journal.record.GuestRecord;

/** Which commands a guest's life and epoch admit; and the life as the journal writes it. */
final class Admission {
    private Admission() {}

    static GuestLife life(GuestRecord guest) {
        Epoch epoch = new Epoch(guest.getEpoch());
        return switch (guest.getLife()) {
            case GONE -> new GuestLife.Absent(epoch);
            case ACTIVE -> new GuestLife.Active(epoch);
            case STOPPED -> new GuestLife.Stopped(epoch);
            case SUSPENDED -> new GuestLife.Suspended(epoch);
            case INCOMING -> new GuestLife.Incoming(epoch, MigrationId.of(guest.getMigrationId()));
            case UNRECOGNIZED -> throw new IllegalStateException("a life from the future: " + guest.getLifeValue());
        };
    }

    static GuestRecord.Builder with(GuestRecord guest, GuestLife life) {
        GuestRecord.Builder next =
                guest.toBuilder().setEpoch(life.epoch().value()).clearFrozen();
        return switch (life) {
            case GuestLife.Absent ignored ->
                GuestRecord.newBuilder()
                        .setInstanceId(guest.getInstanceId())
                        .setEpoch(life.epoch().value())
                        .setLife(GuestLifeName.GONE);
            case GuestLife.Active ignored -> next.setLife(GuestLifeName.ACTIVE).clearMigrationId();
            case GuestLife.Stopped ignored ->
                next.setLife(GuestLifeName.STOPPED).clearMigrationId();
            case GuestLife.Suspended ignored ->
                next.setLife(GuestLifeName.SUSPENDED).clearMigrationId();
            case GuestLife.Incoming incoming ->
                next.setLife(GuestLifeName.INCOMING)
                        .setMigrationId(incoming.migration().toString());
        };
    }

    /**
     * For commands that put a guest here. A placement that ended here, by a stop, a delete or a move away, does not come
     * back: a late repetition of its create must not raise the guest again.
     */
    static GuestLife.Active place(GuestRecord guest, long epoch) {
        requireNotOlder(guest, epoch);
        Epoch commanded = new Epoch(epoch);
        return switch (life(guest)) {
            case GuestLife.Active active -> active.place(commanded);
            case GuestLife.Absent absent -> {
                requireNewer(absent, epoch);
                yield absent.place(commanded);
            }
            case GuestLife.Stopped stopped -> {
                requireNewer(stopped, epoch);
                yield stopped.place(commanded);
            }
            case GuestLife.Suspended suspended -> {
                requireNewer(suspended, epoch);
                yield suspended.place(commanded);
            }
            case GuestLife.Incoming ignored -> throw migrating();
        };
    }

    static void requireNewer(GuestLife ended, long epoch) {
        if (!ended.epoch().equals(Epoch.NONE) && epoch <= ended.epoch().value()) {
            throw LeaseGate.stale("That placement of the instance on this host has ended.");
        }
    }

    static void requireNotOlder(GuestRecord guest, long epoch) {
        if (epoch < guest.getEpoch()) {
            throw LeaseGate.stale("The host knows a newer placement of this instance.");
        }
    }

    /** For commands to a guest that is here: under exactly that placement if it runs, since a newer one runs elsewhere. */
    static void requireHere(GuestRecord guest, long epoch) {
        requireNotOlder(guest, epoch);
        switch (life(guest)) {
            case GuestLife.Absent ignored -> throw notHere();
            case GuestLife.Incoming ignored -> throw migrating();
            case GuestLife.Active active -> {
                if (epoch > active.epoch().value()) {
                    throw notHere();
                }
            }
            case GuestLife.Stopped ignored -> {}
            case GuestLife.Suspended ignored -> {}
        }
    }

    static void requireNotMigrating(GuestRecord guest) {
        if (!guest.getMigrationId().isEmpty()) {
            throw migrating();
        }
    }

    static ProblemException migrating() {
        return Problem.of(ErrorKind.CONFLICT, "migration-in-progress", "The instance is being migrated.")
                .exception();
    }

    static ProblemException notHere() {
        return Problem.of(
                        ErrorKind.NOT_FOUND, "instance-not-here", "That placement of the instance is not on this host.")
                .exception();
    }
}
