package org.xenopolis.billing.pricing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Dimension;
import org.xenopolis.billing.core.Price;
import org.xenopolis.billing.core.PriceBook;
import org.xenopolis.billing.core.PriceBooks;

/** The tables of price books. Versions never change, so what was read stays true and only new ones are looked for. */
@ApplicationScoped
public class PriceBookTable {
    /** For estimates: a newer price book counts for them this much later at most. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    private volatile PriceBooks known = PriceBooks.NONE;
    private volatile long askedNanos = System.nanoTime() - RECENT.toNanos();

    /** The book of that time as it was known a moment ago, without asking the database again and again. */
    public Uni<Optional<PriceBook>> estimate(Mutiny.Session session, Currency currency, Instant at) {
        long now = System.nanoTime();
        Optional<PriceBook> recent = now - askedNanos < RECENT.toNanos() ? known.at(currency, at) : Optional.empty();
        return recent.isPresent()
                ? Uni.createFrom().item(recent)
                : books(session).invoke(ignored -> askedNanos = now).map(all -> all.at(currency, at));
    }

    public Uni<PriceBooks> books(Mutiny.Session session) {
        return session.createNativeQuery("select coalesce(max(version), 0) from price_books", Integer.class)
                .getSingleResult()
                .chain(latest -> latest == known.latestVersion()
                        ? Uni.createFrom().item(known)
                        : read(session).invoke(books -> known = books));
    }

    /** One writer at a time, so that versions become visible in their order. */
    Uni<PriceBooks> lock(Mutiny.Session session) {
        return session.createNativeQuery("lock table price_books in share row exclusive mode")
                .executeUpdate()
                .chain(() -> read(session));
    }

    Uni<Void> insert(Mutiny.Session session, PriceBook book) {
        List<Price> prices = List.copyOf(book.prices().values());
        return session.createNativeQuery("insert into price_books (version, id, currency, valid_from)"
                        + " values (:version, :id, :currency, :validFrom)")
                .setParameter("version", book.version())
                .setParameter("id", book.id())
                .setParameter("currency", book.currency().getCurrencyCode())
                .setParameter("validFrom", book.validFrom())
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                        insert into prices (version, dimension, micros, per, unit_label)
                        select :version, n.dimension, n.micros, cast(n.per as numeric), n.unit_label
                        from unnest(cast(:dimensions as text[]), cast(:micros as bigint[]), cast(:pers as text[]),
                                    cast(:labels as text[])) as n(dimension, micros, per, unit_label)
                        """)
                        .setParameter("version", book.version())
                        .setParameter(
                                "dimensions",
                                prices.stream().map(p -> p.dimension().name()).toArray(String[]::new))
                        .setParameter(
                                "micros", prices.stream().map(Price::micros).toArray(Long[]::new))
                        .setParameter(
                                "pers",
                                prices.stream().map(p -> p.per().toString()).toArray(String[]::new))
                        .setParameter(
                                "labels", prices.stream().map(Price::unitLabel).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<PriceBooks> read(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select version, dimension, micros, per, unit_label from prices order by version, dimension",
                        Object[].class)
                .getResultList()
                .chain(prices -> session.createNativeQuery(
                                "select version, id, currency, valid_from from price_books", Object[].class)
                        .getResultList()
                        .map(books -> books(books, prices)));
    }

    private static PriceBooks books(List<Object[]> books, List<Object[]> prices) {
        Map<Integer, List<Price>> byVersion = new HashMap<>();
        for (Object[] row : prices) {
            byVersion
                    .computeIfAbsent((Integer) row[0], version -> new ArrayList<>())
                    .add(price(row));
        }
        return PriceBooks.of(books.stream()
                .map(row -> PriceBook.of(
                        (Integer) row[0],
                        (UUID) row[1],
                        Currency.getInstance((String) row[2]),
                        ((OffsetDateTime) row[3]).toInstant(),
                        byVersion.getOrDefault((Integer) row[0], List.of())))
                .toList());
    }

    private static Price price(Object[] row) {
        BigInteger per = ((BigDecimal) row[3]).toBigIntegerExact();
        return new Price(Dimension.valueOf((String) row[1]), (Long) row[2], per, (String) row[4]);
    }
}
