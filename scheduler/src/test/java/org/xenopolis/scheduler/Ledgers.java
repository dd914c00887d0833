package org.xenopolis.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.scheduler.fakes.FakeHost;

/** What the tables say, read past the scheduler. */
public final class Ledgers {
    public void execute(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** As if the host and everything on it had never been. */
    void forgetHost(String host) {
        execute("delete from allocations where host_id = '" + host + "'");
        execute("update instances set state = 'DELETED', host_id = null, disk_host_id = null where host_id = '" + host
                + "' or disk_host_id = '" + host + "'");
        execute(
                "update hosts set state = 'DOWN', used_vcpus = 0, used_memory_bytes = 0, used_disk_bytes = 0 where id = '"
                        + host + "'");
    }

    public List<String> query(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(Objects.toString(rows.getString(1), ""));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static Connection open() throws SQLException {
        var config = ConfigProvider.getConfig();
        Connection connection = DriverManager.getConnection(
                config.getValue("xeno.pg.url.jdbc", String.class),
                config.getValue("xeno.pg.user", String.class),
                config.getValue("xeno.pg.password", String.class));
        connection.setSchema("scheduler");
        return connection;
    }

    /** What each place of an instance is for, and on which host. */
    public List<String> places(String instance) {
        return query(
                "select purpose || ' ' || host_id from allocations where instance_id = '" + instance + "' order by 1");
    }

    /** I2 and I7 in the ledger: the totals of every host are the sums of its places. */
    public void assertSumsAgree() {
        assertThat(query("""
                                select h.id from hosts h left join (
                                  select host_id, sum(vcpus) v, sum(memory_bytes) m, sum(disk_bytes) d from allocations group by 1) s
                                on s.host_id = h.id
                                where h.used_vcpus <> coalesce(s.v, 0) or h.used_memory_bytes <> coalesce(s.m, 0)
                                   or h.used_disk_bytes <> coalesce(s.d, 0)""")).isEmpty();
    }

    /** The record, the ledger and the hosts that can be looked at say the same of this instance. */
    public void assertAgree(Instance instance, List<FakeHost> hosts) {
        String id = instance.getId();
        List<String> living = hosts.stream()
                .filter(host -> host.agent()
                        .state(id)
                        .filter(state -> !state.equals("DISK"))
                        .isPresent())
                .map(host -> host.agent().state(id).orElseThrow() + " " + host.id())
                .toList();
        switch (instance.getState()) {
            case "RUNNING", "PAUSED" -> {
                assertThat(living).containsExactly(instance.getState() + " " + instance.getHostId());
                assertThat(places(id)).containsExactly("RUN " + instance.getHostId());
                assertThat(query("select epoch from allocations where instance_id = '" + id + "'"))
                        .containsExactly(String.valueOf(instance.getEpoch()));
            }
            case "STOPPED", "SUSPENDED" -> {
                assertThat(living).isEmpty();
                assertThat(instance.getHostId()).isEmpty();
                assertThat(places(id)).allMatch(place -> place.startsWith("DISK"));
            }
            case "ERROR" -> {
                assertThat(living).isEmpty();
                assertThat(places(id)).isEmpty();
            }
            default -> throw new AssertionError("not at rest: " + instance);
        }
        assertThat(instance.getOperationId()).isEmpty();
        assertSumsAgree();
    }
}
