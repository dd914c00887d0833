package org.xenopolis.deploy.local.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.bench.Figure;
import org.xenopolis.deploy.local.bench.PreCopyVerdict;
import org.xenopolis.deploy.local.demo.PrivateNetwork;
import org.xenopolis.deploy.local.demo.Steps;
import org.xenopolis.planner.core.PreCopyCalibration;

/**
 * What the planner foretells of live migrations on the lab's hosts, beside what they take: two guests, one that rests and
 * one that writes, go to and fro in turns. The first half teaches.
 */
public final class LabMoves {
    public static final int MOVES_MIN = 2 * PreCopyCalibration.OBSERVED_MIN;

    private final LabGuests guests;

    public LabMoves(CloudApi tenant, CloudApi operator, Path guestFiles, PrintStream out) {
        Steps steps = new Steps(tenant, operator, guestFiles, LabGuests.MOST, out);
        this.guests = new LabGuests(tenant, operator, steps, PrivateNetwork.make(tenant));
    }

    /** @param moves of both guests together */
    public List<Figure> measure(int moves) {
        LabGuests.require(moves >= MOVES_MIN, "fewer than " + MOVES_MIN + " moves teach nothing: " + moves);
        guests.clear();
        String image = guests.steps().kernelImage("AUTO");
        List<String> movers = List.of(
                guests.create("rests", image, "", "KEEP_RUNNING"),
                guests.create("writes", image, LabGuests.WRITER, "KEEP_RUNNING"));
        movers.forEach(guest -> guests.awaitCounter(guest, 1));
        List<LinkSpeeds.Moved> moved = new ArrayList<>();
        for (int move = 0; move < moves; move++) {
            moved.add(move(movers.get(move % movers.size())));
        }
        movers.forEach(guests.steps()::delete);
        PreCopyVerdict verdict = new PreCopyVerdict(LinkSpeeds.observed(moved), moves / 2);
        verdict.lines().forEach(line -> guests.steps().say("judged", line));
        return verdict.figures("lab", "on real hosts");
    }

    private LinkSpeeds.Moved move(String guest) {
        String from = guests.host(guest);
        return LinkSpeeds.Moved.of(from, LabGuests.MEMORY_MIB, guests.steps().migrate(guest));
    }
}
