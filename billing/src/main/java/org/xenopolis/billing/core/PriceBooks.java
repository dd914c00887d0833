package org.xenopolis.billing.core;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Every version there is. */
public record PriceBooks(List<PriceBook> books) {
    public static final PriceBooks NONE = new PriceBooks(List.of());

    public PriceBooks {
        books = List.copyOf(books);
    }

    public static PriceBooks of(Collection<PriceBook> books) {
        return new PriceBooks(books.stream()
                .sorted(Comparator.comparing(PriceBook::validFrom).thenComparing(PriceBook::version))
                .toList());
    }

    /**
     * The version valid at a moment: the last that began at or before it. What starts before the first version (a host
     * whose clock is late) is priced by the first, so that nothing is without a price once there is a book.
     */
    public Optional<PriceBook> at(Currency currency, Instant moment) {
        PriceBook found = null;
        for (PriceBook book : books) {
            if (book.currency().equals(currency)
                    && (found == null || !book.validFrom().isAfter(moment))) {
                found = book;
            }
        }
        return Optional.ofNullable(found);
    }

    /** When the version valid at a moment ends, if the next one is known. */
    public Optional<Instant> nextAfter(Currency currency, Instant moment) {
        return books.stream()
                .filter(book -> book.currency().equals(currency))
                .map(PriceBook::validFrom)
                .filter(moment::isBefore)
                .min(Comparator.naturalOrder());
    }

    public Optional<PriceBook> version(int version) {
        return books.stream().filter(book -> book.version() == version).findFirst();
    }

    public int latestVersion() {
        return books.stream().mapToInt(PriceBook::version).max().orElse(0);
    }
}
