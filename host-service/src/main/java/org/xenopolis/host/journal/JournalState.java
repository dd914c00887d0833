package org.xenopolis.host.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.contracts.usage.UsageLine;
import org.xenopolis.host.core.HashChain;
import org.xenopolis.host.journal.record.BegunRecord;
import org.xenopolis.host.journal.record.ChainRecord;
import org.xenopolis.host.journal.record.DoneRecord;
import org.xenopolis.host.journal.record.GuestLifeName;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.LeaseRecord;
import org.xenopolis.host.journal.record.MigrationRecord;
import org.xenopolis.host.journal.record.OpenLineRecord;

/** What all records of a journal together say. Guarded by its {@link Journal}'s lock. */
public final class JournalState {
    static final int ANSWERS_MAX = 4_096;
    static final int ENDED_MIGRATIONS_MAX = 1_024;
    /** Epochs of instances that are not here any more. */
    static final int GONE_MAX = 65_536;

    private static final int SNAPSHOT_PART = 256;

    private LeaseRecord lease = LeaseRecord.getDefaultInstance();
    private long lostLease;
    private final Map<String, BegunRecord> begun = new LinkedHashMap<>();
    private final Map<String, DoneRecord> answers = new LinkedHashMap<>();
    private final Map<String, GuestRecord> guests = new LinkedHashMap<>();
    private final Map<String, GuestRecord> gone = new LinkedHashMap<>();
    private final Map<String, MigrationRecord> migrations = new LinkedHashMap<>();
    private final Map<String, OpenLineRecord> open = new LinkedHashMap<>();
    private final List<ByteString> unshipped = new ArrayList<>();
    private long shippedThrough;
    private long sequence;
    private byte[] lastHash = HashChain.start();

    void apply(JournalRecord record) {
        if (record.hasLease()) {
            lease = record.getLease();
        }
        lostLease = Math.max(lostLease, record.getLostLeaseEpoch());
        record.getBegunList().forEach(command -> begun.put(command.getCommandId(), command));
        record.getDoneList().forEach(this::done);
        record.getGuestsList().forEach(this::guest);
        record.getMigrationsList().forEach(this::migration);
        record.getClosedInstancesList().forEach(open::remove);
        record.getOpenedList().forEach(line -> open.put(line.getInstanceId(), line));
        if (record.hasChain()) {
            sequence = record.getChain().getSequence();
            lastHash = record.getChain().getHash().toByteArray();
        }
        record.getClosedList().forEach(this::closed);
        if (record.getShippedThrough() > shippedThrough) {
            shipped(record.getShippedThrough());
        }
    }

    private void done(DoneRecord answer) {
        begun.remove(answer.getCommandId());
        answers.remove(answer.getCommandId());
        if (answer.getReply().isEmpty() && answer.getProblem().isEmpty()) {
            return;
        }
        answers.put(answer.getCommandId(), answer);
        trim(answers, ANSWERS_MAX);
    }

    private void guest(GuestRecord guest) {
        if (guest.getLife() == GuestLifeName.GONE) {
            guests.remove(guest.getInstanceId());
            gone.remove(guest.getInstanceId());
            gone.put(guest.getInstanceId(), guest);
            trim(gone, GONE_MAX);
        } else {
            gone.remove(guest.getInstanceId());
            guests.put(guest.getInstanceId(), guest);
        }
    }

    private void migration(MigrationRecord migration) {
        migrations.remove(migration.getMigrationId());
        migrations.put(migration.getMigrationId(), migration);
        if (migrations.size() > ENDED_MIGRATIONS_MAX) {
            migrations.values().stream()
                    .filter(MigrationPhases::hasEnded)
                    .findFirst()
                    .map(MigrationRecord::getMigrationId)
                    .ifPresent(migrations::remove);
        }
    }

    private void closed(ByteString bytes) {
        UsageLine line = line(bytes);
        // A snapshot repeats lines that the chain record already counted.
        long number = body(line).getSequence();
        if (number > sequence) {
            sequence = number;
            lastHash = line.getHash().toByteArray();
        }
        unshipped.add(bytes);
    }

    private void shipped(long through) {
        shippedThrough = through;
        int known = 0;
        while (known < unshipped.size() && body(line(unshipped.get(known))).getSequence() <= through) {
            known++;
        }
        unshipped.subList(0, known).clear();
    }

    private static <V> void trim(Map<String, V> oldestFirst, int max) {
        if (oldestFirst.size() > max) {
            var first = oldestFirst.keySet().iterator();
            first.next();
            first.remove();
        }
    }

    /** Records that make an empty state equal to this one. */
    List<JournalRecord> snapshot() {
        List<JournalRecord> parts = new ArrayList<>();
        parts.add(JournalRecord.newBuilder()
                .setLease(lease)
                .setLostLeaseEpoch(lostLease)
                .addAllMigrations(migrations.values())
                .addAllOpened(open.values())
                .setChain(ChainRecord.newBuilder().setSequence(sequence).setHash(ByteString.copyFrom(lastHash)))
                .setShippedThrough(shippedThrough)
                .build());
        inParts(
                gone.values(),
                part -> parts.add(JournalRecord.newBuilder().addAllGuests(part).build()));
        inParts(
                guests.values(),
                part -> parts.add(JournalRecord.newBuilder().addAllGuests(part).build()));
        inParts(
                answers.values(),
                part -> parts.add(JournalRecord.newBuilder().addAllDone(part).build()));
        // After the answers: an answer ends what began before it.
        inParts(
                begun.values(),
                part -> parts.add(JournalRecord.newBuilder().addAllBegun(part).build()));
        inParts(
                unshipped,
                part -> parts.add(JournalRecord.newBuilder().addAllClosed(part).build()));
        return parts;
    }

    private static <V> void inParts(Collection<V> all, java.util.function.Consumer<List<V>> each) {
        List<V> values = List.copyOf(all);
        for (int from = 0; from < values.size(); from += SNAPSHOT_PART) {
            each.accept(values.subList(from, Math.min(values.size(), from + SNAPSHOT_PART)));
        }
    }

    public LeaseRecord lease() {
        return lease;
    }

    public Collection<BegunRecord> begun() {
        return List.copyOf(begun.values());
    }

    /** Whether a lease ended unrenewed, and with it what was promised under it. */
    public boolean isLost(long leaseEpoch) {
        return leaseEpoch <= lostLease;
    }

    /** What the command was answered, if it was and if that still holds. */
    public @Nullable DoneRecord answer(String commandId) {
        DoneRecord answer = answers.get(commandId);
        return answer == null || answer.getLeaseEpoch() > 0 && isLost(answer.getLeaseEpoch()) ? null : answer;
    }

    /** Also of an instance that is gone, for its epoch; a default record for one never heard of. */
    public GuestRecord guest(String instanceId) {
        GuestRecord here = guests.get(instanceId);
        if (here != null) {
            return here;
        }
        return gone.getOrDefault(
                instanceId, GuestRecord.newBuilder().setInstanceId(instanceId).build());
    }

    /** Those of which something is here. */
    public List<GuestRecord> guests() {
        return List.copyOf(guests.values());
    }

    public @Nullable MigrationRecord migration(String migrationId) {
        return migrations.get(migrationId);
    }

    public List<MigrationRecord> migrations() {
        return List.copyOf(migrations.values());
    }

    public @Nullable OpenLineRecord openLine(String instanceId) {
        return open.get(instanceId);
    }

    public List<OpenLineRecord> openLines() {
        return List.copyOf(open.values());
    }

    /** Lines that the broker has not confirmed, oldest first. */
    public List<UsageLine> unshipped(int max) {
        return unshipped.stream().limit(max).map(JournalState::line).toList();
    }

    /** No instance is here, none is on its way, and the broker has every line. */
    public boolean isQuiet() {
        return guests.isEmpty()
                && open.isEmpty()
                && unshipped.isEmpty()
                && migrations.values().stream().allMatch(MigrationPhases::hasEnded);
    }

    public boolean hasUnshipped() {
        return !unshipped.isEmpty();
    }

    public long shippedThrough() {
        return shippedThrough;
    }

    public long sequence() {
        return sequence;
    }

    public byte[] lastHash() {
        return lastHash.clone();
    }

    private static UsageLine line(ByteString bytes) {
        try {
            return UsageLine.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a record passed its checksum and holds no usage line", e);
        }
    }

    static UsageBody body(UsageLine line) {
        try {
            return UsageBody.parseFrom(line.getBody());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a usage line without a body", e);
        }
    }
}
