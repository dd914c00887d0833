package org.xenopolis.gateway.edge;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.gateway.core.Paging;
import org.xenopolis.gateway.core.Violation;

/** What {@link PageQuery} is to lists of UUIDs, to lists whose items have longer ids, such as usage lines. */
public class CursorQuery {
    private static final Pattern CURSOR = Pattern.compile("[0-9A-Za-z_.-]{1,120}");

    @QueryParam("limit")
    @Parameter(description = "How many, 1 to 200; 50 when absent", schema = @Schema(type = SchemaType.INTEGER))
    @Nullable
    String limit;

    @QueryParam("after")
    @Parameter(description = "Id of the last item of the page before", schema = @Schema(type = SchemaType.STRING))
    @Nullable
    String after;

    @Context
    @Nullable
    UriInfo uri;

    public PageRequest request() {
        return PageRequest.newBuilder()
                .setLimit(paging().limit())
                .setAfterId(after == null ? "" : after)
                .build();
    }

    /** @param id of an item, as the next page's {@code after} */
    public <S, T> Page<T> page(List<S> found, Function<S, T> view, Function<T, Object> id) {
        List<T> items = found.stream().map(view).toList();
        Paging paging = paging();
        if (items.isEmpty() || !paging.mayGoOn(items.size()) || uri == null) {
            return new Page<>(items, null);
        }
        return new Page<>(items, PageQuery.next(uri, paging.limit(), id.apply(items.getLast())));
    }

    private Paging paging() {
        List<Violation> wrong = new ArrayList<>();
        Paging paging = Paging.parse(limit, null, wrong);
        if (after != null && !after.isEmpty() && !CURSOR.matcher(after).matches()) {
            wrong.add(new Violation("after", "must be the id of the last item that you have"));
        }
        Problems.refuseIfAny(wrong);
        return paging;
    }
}
