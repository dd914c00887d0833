package org.xenopolis.deploy.engines;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/** How to reach one PostgreSQL database, embedded or not. */
public record DatabaseAccess(String jdbcUrl, String user, String password) {
    /** A connection; needs no entry in {@link java.sql.DriverManager}. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        Connection connection = new Driver().connect(jdbcUrl, properties);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL: " + jdbcUrl);
        }
        return connection;
    }

    /** Runs one statement that returns nothing, outside a transaction. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new EngineException("PostgreSQL refused a statement: " + e.getMessage(), e);
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
