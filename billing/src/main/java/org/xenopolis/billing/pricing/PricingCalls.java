package org.xenopolis.billing.pricing;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.billing.calls.Requests;
import org.xenopolis.billing.core.Dimension;
import org.xenopolis.billing.core.Price;
import org.xenopolis.billing.core.PriceBook;
import org.xenopolis.billing.core.PriceBooks;
import org.xenopolis.billing.core.Quote;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.billing.ListPriceBooksResponse;
import org.xenopolis.contracts.billing.QuoteLine;
import org.xenopolis.contracts.billing.QuoteReply;
import org.xenopolis.contracts.billing.QuoteRequest;
import org.xenopolis.kit.ids.IdSource;

/** The calls about prices. */
@ApplicationScoped
public class PricingCalls {
    /** How long a quote stands, unless the next price book begins before. */
    static final Duration QUOTE_LIFE = Duration.ofHours(1);

    private static final int UNIT_LABEL_MAX = 40;

    private final PricingService pricing;
    private final Clock clock;
    private final Currency currency;

    PricingCalls(
            PricingService pricing,
            Clock clock,
            @ConfigProperty(name = "xeno.billing.currency", defaultValue = "EUR") String currency) {
        this.pricing = pricing;
        this.clock = clock;
        this.currency = Currency.getInstance(currency);
    }

    public org.xenopolis.contracts.billing.PriceBook publish(org.xenopolis.contracts.billing.PriceBook request) {
        UUID id = request.getId().isEmpty() ? IdSource.TIME_ORDERED.next() : Requests.uuid(request.getId(), "id");
        Instant validFrom = request.hasValidFrom() ? Requests.instant(request.getValidFrom()) : null;
        List<Price> prices =
                request.getPricesList().stream().map(PricingCalls::price).toList();
        return message(pricing.publish(
                new PricingService.Draft(id, Requests.currency(request.getCurrency()), validFrom, prices)));
    }

    public ListPriceBooksResponse list() {
        ListPriceBooksResponse.Builder response = ListPriceBooksResponse.newBuilder();
        pricing.list().books().forEach(book -> response.addPriceBooks(message(book)));
        return response.build();
    }

    /** @param kept the currency of the tenant's account, if there is one */
    public QuoteReply quote(QuoteRequest request, Optional<Currency> kept) {
        Instant now = clock.instant();
        PriceBooks books = pricing.list();
        PriceBook book = books.at(kept.orElse(currency), now)
                .orElseThrow(() -> Problem.of(ErrorKind.UNAVAILABLE, "no-price-book", "There are no prices yet.")
                        .exception());
        Quote quote = quote(book, request);
        Instant until = now.plus(QUOTE_LIFE);
        QuoteReply.Builder reply = QuoteReply.newBuilder()
                .setQuoteId(IdSource.TIME_ORDERED.nextText())
                .setCurrency(book.currency().getCurrencyCode())
                .setPriceBookVersion(book.version())
                .setTotalMicros(quote.total().micros())
                .setValidUntil(Requests.timestamp(
                        Stream.concat(Stream.of(until), books.nextAfter(book.currency(), now).stream())
                                .min(Instant::compareTo)
                                .orElse(until)));
        quote.lines()
                .forEach(line -> reply.addLines(QuoteLine.newBuilder()
                        .setDimension(dimension(line.dimension()))
                        .setQuantity(line.quantity().toString())
                        .setUnitLabel(line.unitLabel())
                        .setMicros(line.micros())));
        return reply.build();
    }

    private static Quote quote(PriceBook book, QuoteRequest request) {
        try {
            return Quote.of(
                    book,
                    Requests.resources(request.getResources()),
                    Duration.ofSeconds(request.getDurationSeconds()),
                    request.getCpuUsedPercent());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-quote", String.valueOf(e.getMessage()))
                    .because(e);
        } catch (ArithmeticException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-quote", "So much has no price.")
                    .because(e);
        }
    }

    private static Price price(org.xenopolis.contracts.billing.Price price) {
        try {
            if (price.getUnitLabel().isBlank() || price.getUnitLabel().length() > UNIT_LABEL_MAX) {
                throw new IllegalArgumentException("unit_label must have 1 to " + UNIT_LABEL_MAX + " characters");
            }
            if (price.getPer().length() > Price.PER_DIGITS_MAX) {
                throw new IllegalArgumentException("per is too long");
            }
            return new Price(
                    Dimension.valueOf(price.getDimension().name()),
                    price.getMicros(),
                    new BigInteger(price.getPer()),
                    price.getUnitLabel());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-price-book", "A price makes no sense: " + e.getMessage())
                    .because(e);
        }
    }

    /** The one in the contract of the same name. */
    public static org.xenopolis.contracts.billing.Dimension dimension(Dimension dimension) {
        return org.xenopolis.contracts.billing.Dimension.valueOf(dimension.name());
    }

    private static org.xenopolis.contracts.billing.PriceBook message(PriceBook book) {
        var message = org.xenopolis.contracts.billing.PriceBook.newBuilder()
                .setId(book.id().toString())
                .setVersion(book.version())
                .setCurrency(book.currency().getCurrencyCode())
                .setValidFrom(Requests.timestamp(book.validFrom()));
        Stream.of(Dimension.values())
                .flatMap(dimension -> Stream.ofNullable(book.price(dimension)))
                .forEach(price -> message.addPrices(org.xenopolis.contracts.billing.Price.newBuilder()
                        .setDimension(dimension(price.dimension()))
                        .setMicros(price.micros())
                        .setPer(price.per().toString())
                        .setUnitLabel(price.unitLabel())));
        return message.build();
    }
}
