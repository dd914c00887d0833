package org.xenopolis.store;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures of PostgreSQL or the way to it, which pass, from failures of what was asked, which do not. */
public final class StoreFailures {
    private StoreFailures() {}

    public static boolean isInfrastructure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException || cause instanceof VertxException) {
                return true;
            }
            String state = sqlState(cause);
            if (!state.isEmpty()) {
                // Connection, resources, operator intervention, serialization and deadlock: classes of SQLSTATE.
                return state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("40")
                        || "25006".equals(state);
            }
        }
        return false;
    }

    /** Whether a unique constraint refused the row. */
    public static boolean isDuplicate(Throwable failure) {
        return hasState(failure, "23505");
    }

    /** Whether a CHECK constraint refused the row: for quantities, that something would not fit. */
    public static boolean isCheckViolation(Throwable failure) {
        return hasState(failure, "23514");
    }

    /** Whether a foreign key refused it: a row that is still used, or one that is not there. */
    public static boolean isReferenced(Throwable failure) {
        return hasState(failure, "23503");
    }

    private static boolean hasState(Throwable failure, String wanted) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = sqlState(cause);
            if (!state.isEmpty()) {
                return state.equals(wanted);
            }
        }
        return false;
    }

    /** Hibernate Reactive turns what the driver says into a JDBC exception, without the driver's own as its cause. */
    private static String sqlState(Throwable failure) {
        @Nullable
        String state =
                switch (failure) {
                    case PgException pg -> pg.getSqlState();
                    case SQLException sql -> sql.getSQLState();
                    default -> null;
                };
        return state == null ? "" : state;
    }
}
