package org.xenopolis.gateway.operator;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.Dimension;
import org.xenopolis.contracts.billing.ListPriceBooksRequest;
import org.xenopolis.contracts.billing.Price;
import org.xenopolis.contracts.billing.PriceBook;
import org.xenopolis.gateway.edge.Page;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;

/** Price books; a new one holds from now on or later, an old one stays for what was used under it. */
@Path("/operator/v1/price-books")
@Tag(name = "operator: money")
@RolesAllowed("operator")
@RunOnVirtualThread
public class PriceBookResource {
    /** So many micro-units for so many units. @param per a whole number, which may pass 64 bits */
    @Schema(name = "Price")
    public record PriceView(
            @NotNull String dimension,
            @Min(0) @Max(1_000_000_000_000L) long micros,
            @NotNull @Pattern(regexp = "[1-9][0-9]{0,39}") String per,
            @NotNull @Size(max = 40) String unitLabel) {}

    /** @param validFrom now when absent */
    @Schema(name = "PutPriceBook")
    public record Put(
            @NotNull @Pattern(regexp = "[A-Z]{3}") String currency,
            @Nullable Instant validFrom,
            @NotNull @Size(min = 1, max = 32) List<@NotNull @Valid PriceView> prices) {}

    @Schema(name = "PriceBook")
    public record View(
            String id,
            int version,
            String currency,
            @Nullable Instant validFrom,
            List<PriceView> prices) {
        static View of(PriceBook book) {
            return new View(
                    book.getId(),
                    book.getVersion(),
                    book.getCurrency(),
                    Words.time(book.hasValidFrom(), book.getValidFrom()),
                    book.getPricesList().stream()
                            .map(price -> new PriceView(
                                    price.getDimension().name(),
                                    price.getMicros(),
                                    price.getPer(),
                                    price.getUnitLabel()))
                            .toList());
        }
    }

    private final Downstream downstream;
    private final Mutations mutations;

    PriceBookResource(Downstream downstream, Mutations mutations) {
        this.downstream = downstream;
        this.mutations = mutations;
    }

    @PUT
    @Path("/{id}")
    @APIResponse(
            responseCode = "200",
            description = "Done",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = View.class)))
    public Response putPriceBook(UUID id, @NotNull @Valid Put book) {
        PriceBook.Builder request = PriceBook.newBuilder().setId(id.toString()).setCurrency(book.currency());
        if (book.validFrom() != null) {
            request.setValidFrom(Words.time(book.validFrom()));
        }
        book.prices()
                .forEach(price -> request.addPrices(Price.newBuilder()
                        .setDimension(dimension(price.dimension()))
                        .setMicros(price.micros())
                        .setPer(price.per())
                        .setUnitLabel(price.unitLabel())));
        return mutations.remote(
                new Change("price-books.put", id, book),
                ids -> Answer.ok(View.of(downstream.billing().putPriceBook(request.build()))));
    }

    @GET
    public Page<View> listPriceBooks() {
        return new Page<>(
                downstream
                        .billing()
                        .listPriceBooks(ListPriceBooksRequest.getDefaultInstance())
                        .getPriceBooksList()
                        .stream()
                        .map(View::of)
                        .toList(),
                null);
    }

    private static Dimension dimension(String name) {
        for (Dimension dimension : Dimension.values()) {
            boolean real = dimension != Dimension.DIMENSION_UNSPECIFIED && dimension != Dimension.UNRECOGNIZED;
            if (real && dimension.name().equals(name)) {
                return dimension;
            }
        }
        throw Problems.invalid("prices.dimension", name.length() > 40 ? "is unknown" : name + " is unknown");
    }
}
