package org.xenopolis.host.agent;

import java.util.List;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/**
 * What the host promises when its lease runs out: guests that may be started elsewhere stand still, at once and all of
 * them, and then go. The others stay; nobody starts those elsewhere without an operator's oath.
 */
final class Fence {
    private static final Logger LOG = Logger.getLogger(Fence.class);

    private final Guests guests;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final LeaseGate gate;
    private final KeyedLocks locks;
    private final ReceiveMigrations receive;
    private final Steps steps;

    Fence(
            Guests guests,
            Journal journal,
            HypervisorDriver driver,
            LeaseGate gate,
            KeyedLocks locks,
            ReceiveMigrations receive,
            Steps steps) {
        this.guests = guests;
        this.journal = journal;
        this.driver = driver;
        this.gate = gate;
        this.locks = locks;
        this.receive = receive;
        this.steps = steps;
    }

    /** Halts all under the gate, so that nothing starts in between. */
    void drop() {
        receive.abortUndecided();
        List<GuestRecord> fenced = fenced();
        if (fenced.isEmpty()) {
            return;
        }
        LOG.warnf("host %s has lost its lease: %d guests end here", guests.host(), fenced.size());
        gate.fence(() -> {
            if (gate.held() == null) {
                fenced.forEach(guest -> guests.domain(guest).ifPresent(this::halt));
            }
        });
        steps.reached("fence.halted");
        // Their memory is given back by the caretaker: that takes seconds for each, and the next lease must not wait.
        fenced.forEach(guest -> locks.with(guest.getInstanceId(), () -> {
            voidAnswers(guest.getInstanceId());
            return true;
        }));
    }

    private List<GuestRecord> fenced() {
        return journal.read(state -> state.guests().stream()
                .filter(guest -> Guests.spec(guest).getRecovery() == RecoveryPolicy.RESTART_ELSEWHERE)
                .toList());
    }

    private void halt(Domain domain) {
        if (domain.reading().state() == DomainState.MIGRATED_AWAY) {
            // Never runs again anyway, and its receiver has the word.
            return;
        }
        try {
            driver.halt(domain.domid());
        } catch (ProblemException e) {
            // Gone in the meantime: all the better.
            LOG.debugf(e, "domain %d", domain.domid());
        }
    }

    /** What was answered under the lost lease is no answer under the next one. */
    private void voidAnswers(String instance) {
        journal.step(state -> JournalRecord.newBuilder()
                .addAllVoidedCommands(state.answersFor(instance))
                .build());
    }
}
