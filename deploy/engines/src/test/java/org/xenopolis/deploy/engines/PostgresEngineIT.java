package org.xenopolis.deploy.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.engines.EngineProcess.Lifetime;
import org.xenopolis.deploy.engines.PostgresEngine.Durability;

class PostgresEngineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aRowSurvivesAKilledServer() throws SQLException {
        PostgresEngine postgres = engine(Durability.DURABLE);
        EngineProcess first = postgres.start(log(), PATIENCE, Lifetime.TETHERED);
        postgres.execute(PostgresEngine.DATABASE, "CREATE TABLE t (word text)");
        postgres.execute(PostgresEngine.DATABASE, "INSERT INTO t VALUES ('kept')");
        first.kill();

        try (EngineProcess second = postgres.start(log(), PATIENCE, Lifetime.TETHERED)) {
            assertThat(second.isAlive()).isTrue();
            assertThat(query(postgres, "SELECT word FROM t")).isEqualTo("kept");
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        PostgresEngine postgres = engine(Durability.FAST);
        try (EngineProcess process = postgres.start(log(), PATIENCE, Lifetime.TETHERED)) {
            PostgresEngine stranger =
                    new PostgresEngine(postgres.files(), folder, postgres.port(), "not the password", Durability.FAST);

            assertThat(process.isAlive()).isTrue();
            assertThatThrownBy(() -> stranger.connect(PostgresEngine.DATABASE))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aTakenPortEndsTheStartWithTheReason() {
        PostgresEngine postgres = engine(Durability.FAST);
        PostgresEngine second = new PostgresEngine(
                postgres.files(), folder.resolve("second"), postgres.port(), "other", Durability.FAST);
        try (EngineProcess process = postgres.start(log(), PATIENCE, Lifetime.TETHERED)) {
            assertThat(process.isAlive()).isTrue();
            assertThatThrownBy(() -> second.start(folder.resolve("second.log"), PATIENCE, Lifetime.TETHERED))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void theSharedServerGivesEachCallerAnEmptyDatabase() throws SQLException {
        TestStack.Database one = TestStack.shared().freshDatabase();
        TestStack.Database two = TestStack.shared().freshDatabase();
        PostgresEngine postgres = TestStack.shared().postgres();
        postgres.execute(one.name(), "CREATE TABLE t ()");

        assertThat(one.name()).isNotEqualTo(two.name());
        try (Connection connection = postgres.connect(two.name());
                ResultSet tables = connection.getMetaData().getTables(null, "public", "t", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    private PostgresEngine engine(Durability durability) {
        int port = FreePorts.find(1).getFirst();
        return new PostgresEngine(EngineFiles.locate(), folder.resolve("pg"), port, Secrets.random(), durability);
    }

    private Path log() {
        return folder.resolve("pg.log");
    }

    private static String query(PostgresEngine postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect(PostgresEngine.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
