package org.xenopolis.billing.core;

import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prices of one currency from a moment on, until the next version of that currency. What has no price is free.
 *
 * @param version counts all books of all currencies
 */
public record PriceBook(int version, UUID id, Currency currency, Instant validFrom, Map<Dimension, Price> prices) {
    public PriceBook {
        prices = Map.copyOf(prices);
    }

    /** @throws IllegalArgumentException when a dimension has two prices */
    public static PriceBook of(int version, UUID id, Currency currency, Instant validFrom, List<Price> prices) {
        Map<Dimension, Price> byDimension = new EnumMap<>(Dimension.class);
        for (Price price : prices) {
            if (byDimension.put(price.dimension(), price) != null) {
                throw new IllegalArgumentException(price.dimension() + " has two prices");
            }
        }
        return new PriceBook(version, id, currency, validFrom, byDimension);
    }

    public @Nullable Price price(Dimension dimension) {
        return prices.get(dimension);
    }

    public String unitLabel(Dimension dimension) {
        Price price = prices.get(dimension);
        return price == null ? dimension.unit() : price.unitLabel();
    }
}
