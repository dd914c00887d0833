package org.xenopolis.gateway.mutations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.gateway.audit.AuditTrail;
import org.xenopolis.gateway.core.IdempotencyRule;
import org.xenopolis.gateway.core.IdempotencyRule.Decision;
import org.xenopolis.gateway.edge.Caller;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Transactions;

/**
 * Carries out every change that the API offers: one key, one effect, one audit entry.
 *
 * <p>The key, the ids of what will be made, the reservations and the audit entry are committed before anybody else is
 * called. Whoever repeats the request after a crash or a lost answer finds the ids and repeats the same calls, which
 * the other services answer as before.
 */
@ApplicationScoped
public class Mutations {
    private static final Logger LOG = Logger.getLogger(Mutations.class);

    private final Transactions transactions;
    private final KeyStore keys;
    private final AuditTrail audit;
    private final CurrentRequest current;
    private final IdSource ids;
    private final ObjectMapper json;

    Mutations(
            Transactions transactions,
            KeyStore keys,
            AuditTrail audit,
            CurrentRequest current,
            IdSource ids,
            ObjectMapper json) {
        this.transactions = transactions;
        this.keys = keys;
        this.audit = audit;
        this.current = current;
        this.ids = ids;
        this.json = json;
    }

    /** A change with who asks for it and its key, read before any transaction begins. */
    private record Job(Change change, Caller caller, Optional<KeyStore.Key> key) {}

    /** What is to be done after the first transaction: answer as before, or go on with these ids. */
    private record Start(@Nullable Ids ids, IdempotencyRule.@Nullable Stored stored) {}

    /** A change of this service's own tables: all of it in one transaction. */
    public Response local(Change change, BiFunction<Mutiny.Session, Ids, Uni<Answer>> work) {
        Job job = job(change);
        return transactions.call(session -> start(
                        session, job, fresh -> Uni.createFrom().voidItem())
                .chain(start -> {
                    Ids mine = start.ids();
                    if (mine == null) {
                        return Uni.createFrom().item(stored(start));
                    }
                    return work.apply(session, mine).chain(answer -> {
                        String body = body(answer);
                        return keep(session, job, answer, body).replaceWith(response(answer, body, false));
                    });
                }));
    }

    /** A change that another service makes. */
    public Response remote(Change change, RemoteWork work) {
        Job job = job(change);
        Start start = transactions.call(session -> start(session, job, mine -> work.reserve(session, mine)));
        Ids mine = start.ids();
        if (mine == null) {
            return stored(start);
        }
        Answer answer = act(job, work, mine);
        String body = body(answer);
        if (work instanceof RemoteWork.Settled settled) {
            transactions.call(session -> settled.settle(session, mine).chain(() -> keep(session, job, answer, body)));
        } else {
            transactions.single(session -> keep(session, job, answer, body));
        }
        return response(answer, body, false);
    }

    private Answer act(Job job, RemoteWork work, Ids mine) {
        try {
            return work.act(mine);
        } catch (StatusRuntimeException e) {
            Problem problem = ProblemStatus.toProblem(e);
            abandon(job, work, mine, problem);
            throw problem.because(e);
        } catch (ProblemException e) {
            abandon(job, work, mine, e.problem());
            throw e;
        }
    }

    /** After a certain refusal nothing remains; when the outcome is unknown all remains, for whoever repeats it. */
    private void abandon(Job job, RemoteWork work, Ids mine, Problem problem) {
        try {
            transactions.call(session -> isUnknown(problem)
                    ? onKey(job, known -> keys.letGo(session, known))
                    : refused(session, job, work, mine, problem));
        } catch (RuntimeException e) {
            // The hold on the key runs out by itself, and the sweep finds what was reserved.
            LOG.warnf("could not clear up after %s: %s", job.change().action(), e.getMessage());
        }
    }

    private Uni<Void> refused(Mutiny.Session session, Job job, RemoteWork work, Ids mine, Problem problem) {
        return work.undo(session, mine)
                .chain(() -> onKey(job, known -> keys.forget(session, known)))
                .chain(() -> note(session, job, mine, "refused:" + problem.code()));
    }

    private static boolean isUnknown(Problem problem) {
        return problem.kind().transientFailure() || problem.kind() == ErrorKind.INTERNAL;
    }

    private Uni<Start> start(Mutiny.Session session, Job job, Function<Ids, Uni<?>> reserve) {
        Ids fresh = new Ids(ids.next(), ids.next());
        Optional<KeyStore.Key> key = job.key();
        Uni<Boolean> isNew = key.isEmpty() ? Uni.createFrom().item(true) : keys.note(session, key.get(), fresh);
        return isNew.chain(first -> first || key.isEmpty()
                ? reserve.apply(fresh)
                        .chain(() -> note(session, job, fresh, "accepted"))
                        .replaceWith(new Start(fresh, null))
                : again(session, key.get(), reserve));
    }

    private Uni<Start> again(Mutiny.Session session, KeyStore.Key key, Function<Ids, Uni<?>> reserve) {
        return keys.read(session, key).chain(found -> {
            KeyStore.Seen seen = found.orElseThrow(Mutations::inProgress);
            return switch (keys.decide(seen, key)) {
                case Decision.Repeat repeat -> Uni.createFrom().item(new Start(null, repeat.answer()));
                case Decision.Reused ignored ->
                    throw Problem.of(
                                    ErrorKind.INVALID,
                                    "idempotency-key-reused",
                                    "This Idempotency-Key belongs to another request; take a new one.")
                            .exception();
                case Decision.InProgress ignored -> throw inProgress();
                case Decision.TakeOver ignored ->
                    keys.hold(session, key)
                            .chain(() -> reserve.apply(seen.ids()))
                            .replaceWith(new Start(seen.ids(), null));
            };
        });
    }

    private static ProblemException inProgress() {
        return Problem.of(
                        ErrorKind.CONFLICT,
                        "request-in-progress",
                        "A request with this Idempotency-Key is being worked on; ask again.")
                .exception();
    }

    private Uni<Void> note(Mutiny.Session session, Job job, Ids mine, String outcome) {
        Object target =
                job.change().target() == null ? mine.entity() : job.change().target();
        return audit.append(session, job.caller(), job.change().action(), target.toString(), outcome);
    }

    private Uni<Void> keep(Mutiny.Session session, Job job, Answer answer, String body) {
        return onKey(job, known -> keys.answer(session, known, answer.status(), body, answer.location()));
    }

    private static Uni<Void> onKey(Job job, Function<KeyStore.Key, Uni<Integer>> work) {
        return job.key()
                .map(known -> work.apply(known).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Job job(Change change) {
        Caller caller = current.caller();
        Optional<String> text = change.keyed() ? current.idempotencyKey() : Optional.empty();
        if (text.isEmpty() && current.method().equals("POST")) {
            throw Problem.of(
                            ErrorKind.INVALID,
                            "idempotency-key-missing",
                            "Send the header Idempotency-Key with a text of your own, new for each new request.")
                    .exception();
        }
        return new Job(change, caller, text.map(key -> new KeyStore.Key(caller.scope(), key, hash(change))));
    }

    private byte[] hash(Change change) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((current.method() + ' ' + current.path() + '\n').getBytes(StandardCharsets.UTF_8));
            return digest.digest(change.body() == null ? new byte[0] : json.writeValueAsBytes(change.body()));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String body(Answer answer) {
        try {
            return answer.body() == null ? "" : json.writeValueAsString(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response stored(Start start) {
        IdempotencyRule.Stored stored = start.stored();
        if (stored == null) {
            throw new IllegalStateException("neither ids nor an answer");
        }
        return response(new Answer(stored.status(), null, stored.location().orElse(null)), stored.body(), true);
    }

    private static Response response(Answer answer, String body, boolean replayed) {
        var response = Response.status(answer.status());
        if (!body.isEmpty()) {
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(body);
        }
        if (answer.location() != null) {
            response.header("Location", answer.location());
        }
        if (replayed) {
            response.header("Idempotency-Replayed", "true");
        }
        return response.build();
    }
}
