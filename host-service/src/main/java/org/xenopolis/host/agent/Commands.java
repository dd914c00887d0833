package org.xenopolis.host.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.function.Supplier;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.BegunRecord;
import org.xenopolis.host.journal.record.DoneRecord;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/**
 * What is the same for every command: the lease, one command at a time per instance, the answer that was given before,
 * the intent on disk before anything is touched, the answer in the journal after.
 *
 * <p>Only the intent waits for the disk. An answer lost in a crash is found again, because every command, done a second
 * time, finds its own work and goes on from there.
 */
final class Commands {
    private final Journal journal;
    private final LeaseGate gate;
    private final KeyedLocks locks;
    private final Steps steps;

    Commands(Journal journal, LeaseGate gate, KeyedLocks locks, Steps steps) {
        this.journal = journal;
        this.gate = gate;
        this.locks = locks;
        this.steps = steps;
    }

    /** A command's two halves, each given the guest as the journal has it. */
    interface Work<T> {
        /** Refuses, or adds to the step what the journal shall hold before the work begins. */
        void admit(GuestRecord known, JournalRecord.Builder step);

        T perform(GuestRecord admitted);
    }

    <T extends Message> T run(CommandHeader header, String kind, Parser<T> parser, Work<T> work) {
        String instance = checked(header);
        gate.require(header.getLeaseEpoch());
        return locks.with(instance, () -> {
            DoneRecord before = journal.read(state -> state.answer(header.getCommandId()));
            if (before != null) {
                return parse(parser, before);
            }
            JournalRecord.Builder step = JournalRecord.newBuilder()
                    .addBegun(BegunRecord.newBuilder()
                            .setCommandId(header.getCommandId())
                            .setInstanceId(instance)
                            .setKind(kind));
            work.admit(journal.read(state -> state.guest(instance)), step);
            steps.reached(kind + ".admitted");
            journal.stepAndSync(state -> step.build());
            steps.reached(kind + ".journaled");
            T answer = work.perform(journal.read(state -> state.guest(instance)));
            steps.reached(kind + ".done");
            journal.step(state -> JournalRecord.newBuilder()
                    .addDone(DoneRecord.newBuilder()
                            .setCommandId(header.getCommandId())
                            .setInstanceId(instance)
                            .setLeaseEpoch(Guests.isFenced(state.guest(instance)) ? header.getLeaseEpoch() : 0)
                            .setReply(answer.toByteString()))
                    .build());
            steps.reached(kind + ".answered");
            return answer;
        });
    }

    /** For what has no answer to keep: one at a time per instance, under the lease. */
    <T> T locked(CommandHeader header, Supplier<T> work) {
        String instance = checked(header);
        gate.require(header.getLeaseEpoch());
        return locks.with(instance, work);
    }

    private static String checked(CommandHeader header) {
        try {
            if (header.getCommandId().isEmpty() || header.getCommandId().length() > 128) {
                throw new IllegalArgumentException("command id");
            }
            if (header.getEpoch() < 0) {
                throw new IllegalArgumentException("epoch");
            }
            return InstanceId.of(header.getInstanceId()).toString();
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-command", "The command's header is not complete.")
                    .because(e);
        }
    }

    private static <T> T parse(Parser<T> parser, DoneRecord answer) {
        try {
            return parser.parseFrom(answer.getReply());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the journal holds another answer to this command", e);
        }
    }
}
