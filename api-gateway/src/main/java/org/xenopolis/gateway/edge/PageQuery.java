package org.xenopolis.gateway.edge;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.gateway.core.Paging;
import org.xenopolis.gateway.core.Violation;

/** The query parameters that every list takes. */
public class PageQuery {
    @QueryParam("limit")
    @Parameter(description = "How many, 1 to 200; 50 when absent", schema = @Schema(type = SchemaType.INTEGER))
    @Nullable
    String limit;

    @QueryParam("after")
    @Parameter(
            description = "Id of the last item of the page before",
            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
    @Nullable
    String after;

    @Context
    @Nullable
    UriInfo uri;

    public Paging paging() {
        List<Violation> wrong = new ArrayList<>();
        Paging paging = Paging.parse(limit, after, wrong);
        Problems.refuseIfAny(wrong);
        return paging;
    }

    public PageRequest request() {
        Paging paging = paging();
        UUID last = paging.after();
        return PageRequest.newBuilder()
                .setLimit(paging.limit())
                .setAfterId(last == null ? "" : last.toString())
                .build();
    }

    /** @param id of an item, as the next page's {@code after} */
    public <S, T> Page<T> page(List<S> found, Function<S, T> view, Function<T, Object> id) {
        List<T> items = found.stream().map(view).toList();
        Paging paging = paging();
        if (items.isEmpty() || !paging.mayGoOn(items.size()) || uri == null) {
            return new Page<>(items, null);
        }
        return new Page<>(items, next(uri, paging.limit(), id.apply(items.getLast())));
    }

    /** Where the page after that item is. */
    static String next(UriInfo uri, int limit, Object last) {
        var next = uri.getRequestUriBuilder()
                .replaceQueryParam("limit", limit)
                .replaceQueryParam("after", last)
                .build();
        return next.getRawPath() + "?" + next.getRawQuery();
    }
}
