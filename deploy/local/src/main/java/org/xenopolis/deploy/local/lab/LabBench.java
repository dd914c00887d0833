package org.xenopolis.deploy.local.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Operations;
import org.xenopolis.deploy.local.api.Pause;
import org.xenopolis.deploy.local.bench.Figure;
import org.xenopolis.deploy.local.demo.PrivateNetwork;
import org.xenopolis.deploy.local.demo.Steps;
import org.xenopolis.deploy.xenlab.Lab;

/**
 * What a tenant waits for, beside what xl takes for the same on the same hosts, one after the other, in turns. Ours is the
 * operation, from its acceptance to its end, with the scheduler's part and both agents'.
 */
public final class LabBench {
    private static final double OVERHEAD_MOST = 1.10;
    private static final double SECOND = 1e9;
    /** A guest that has booted and rests: the same in each round. */
    private static final int SETTLE_MILLIS = 15_000;

    private final LabGuests guests;
    private final BareXl bare;
    private final Map<String, List<Double>> seconds = new TreeMap<>();

    public LabBench(CloudApi tenant, CloudApi operator, Lab lab, Path guestFiles, PrintStream out) {
        Steps steps = new Steps(tenant, operator, guestFiles, LabGuests.MOST, out);
        this.guests = new LabGuests(tenant, operator, steps, PrivateNetwork.make(tenant));
        this.bare = new BareXl(
                lab,
                lab.settings().numbers().getFirst(),
                lab.settings().numbers().get(1));
    }

    public List<Figure> measure(int runs) {
        guests.clear();
        bare.prepare();
        String image = guests.steps().kernelImage("AUTO");
        for (int run = 0; run < runs; run++) {
            ours(image);
            theirs();
        }
        return List.of(
                figure("create", "create, until RUNNING", "xl create"),
                figure("save", "suspend", "xl save"),
                figure("restore", "resume", "xl restore"),
                figure("migrate", "live migration, with its disk", "tar over ssh, xl migrate"),
                figure("pause", "pause of a live migration", "pause of xl migrate"));
    }

    private Figure figure(String what, String name, String peer) {
        return Figure.against(
                "lab",
                name,
                median("ours " + what),
                "s",
                peer,
                median("xl " + what),
                what.equals("pause") ? 1 : OVERHEAD_MOST);
    }

    private double median(String what) {
        List<Double> sorted =
                seconds.getOrDefault(what, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private void note(String what, double nanos) {
        seconds.computeIfAbsent(what, name -> new ArrayList<>()).add(nanos / SECOND);
        guests.steps().say(what, "%.1f s".formatted(nanos / SECOND));
    }

    private void ours(String image) {
        long start = System.nanoTime();
        String guest = guests.create("bench", image, "", "KEEP_RUNNING");
        note("ours create", System.nanoTime() - start);
        guests.awaitCounter(guest, 1);
        Pause.millis(SETTLE_MILLIS);
        note("ours save", act(guest, "suspend"));
        note("ours restore", act(guest, "resume"));
        JsonNode moved = guests.steps().migrate(guest);
        note("ours migrate", Operations.duration(moved).toNanos());
        note("ours pause", moved.at("/result/pause_nanos").asLong());
        guests.steps().delete(guest);
    }

    private long act(String guest, String action) {
        return Operations.duration(Operations.await(
                        guests.tenant(),
                        "/v1/operations/",
                        guests.tenant().post("/v1/instances/" + guest + "/actions/" + action, Map.of()),
                        LabGuests.MOST))
                .toNanos();
    }

    private void theirs() {
        try {
            note("xl create", bare.create());
            Pause.millis(SETTLE_MILLIS);
            note("xl save", bare.save());
            note("xl restore", bare.restore());
            BareXl.Moved moved = bare.migrate();
            note("xl migrate", moved.disk() + moved.total());
            note("xl migrate without disk", moved.total());
            note("xl pause", moved.pause());
        } finally {
            bare.clear();
        }
    }
}
