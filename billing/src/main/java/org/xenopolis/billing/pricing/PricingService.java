package org.xenopolis.billing.pricing;

import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.billing.core.Price;
import org.xenopolis.billing.core.PriceBook;
import org.xenopolis.billing.core.PriceBooks;
import org.xenopolis.billing.facts.BillingFacts;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.facts.PriceBookPublished;
import org.xenopolis.store.Transactions;

/** Publishes price books. */
@ApplicationScoped
public class PricingService {
    /** A book that is to be valid "now" was written a moment ago. */
    static final Duration LATE_MAX = Duration.ofMinutes(1);

    static final String FACT_KEY = "price-books";

    /** @param validFrom null for now */
    public record Draft(
            UUID id, Currency currency, @Nullable Instant validFrom, List<Price> prices) {}

    private final Transactions transactions;
    private final PriceBookTable table;
    private final BillingFacts facts;
    private final Clock clock;

    PricingService(Transactions transactions, PriceBookTable table, BillingFacts facts, Clock clock) {
        this.transactions = transactions;
        this.table = table;
        this.facts = facts;
        this.clock = clock;
    }

    /** Once per id: the same draft again answers the same version, another one under the id is refused. */
    public PriceBook publish(Draft draft) {
        return transactions.call(session -> table.lock(session).chain(books -> {
            for (PriceBook book : books.books()) {
                if (book.id().equals(draft.id())) {
                    return Uni.createFrom().item(same(book, draft));
                }
            }
            return insert(session, next(books, draft));
        }));
    }

    public PriceBooks list() {
        return transactions.call(table::books);
    }

    private PriceBook next(PriceBooks books, Draft draft) {
        // PostgreSQL keeps microseconds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant validFrom = draft.validFrom() == null ? now : draft.validFrom().truncatedTo(ChronoUnit.MICROS);
        if (validFrom.isBefore(now)) {
            if (validFrom.isBefore(now.minus(LATE_MAX))) {
                throw invalid("A price book cannot be valid from a moment in the past.");
            }
            validFrom = now;
        }
        for (PriceBook book : books.books()) {
            if (book.currency().equals(draft.currency()) && book.validFrom().equals(validFrom)) {
                throw Problem.of(ErrorKind.CONFLICT, "price-book-moment", "Another price book begins at that moment.")
                        .exception();
            }
        }
        try {
            return PriceBook.of(books.latestVersion() + 1, draft.id(), draft.currency(), validFrom, draft.prices());
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private Uni<PriceBook> insert(Mutiny.Session session, PriceBook book) {
        PriceBookPublished published = PriceBookPublished.newBuilder()
                .setVersion(book.version())
                .setValidFrom(Timestamp.newBuilder()
                        .setSeconds(book.validFrom().getEpochSecond())
                        .setNanos(book.validFrom().getNano()))
                .build();
        return table.insert(session, book)
                .chain(() -> facts.append(
                        session,
                        FACT_KEY,
                        "",
                        book.version(),
                        clock.instant(),
                        fact -> fact.setPriceBookPublished(published)))
                .replaceWith(book);
    }

    private static PriceBook same(PriceBook book, Draft draft) {
        PriceBook wanted = PriceBook.of(book.version(), draft.id(), draft.currency(), book.validFrom(), draft.prices());
        if (!wanted.equals(book)) {
            throw Problem.of(ErrorKind.CONFLICT, "price-book-id", "Another price book has that id.")
                    .exception();
        }
        return book;
    }

    private static ProblemException invalid(String message) {
        return Problem.of(ErrorKind.INVALID, "bad-price-book", message).exception();
    }
}
