package org.xenopolis.deploy.local.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.demo.PrivateNetwork;
import org.xenopolis.deploy.local.demo.Steps;
import org.xenopolis.deploy.xenlab.Lab;

/**
 * Guests on real Xen hosts, through the public API alone: they boot in each way, are suspended and resumed, move while they
 * write to their memory, are billed for what they used, and outlive agents and hosts. Whatever is not as it should be is an
 * exception that says so.
 */
public final class LabStory {
    /** A guest that writes and listens. */
    private static final String BUSY = LabGuests.WRITER + Packets.LISTENER;

    private static final List<String> WAYS = List.of("PV", "PVH", "HVM");

    private final Lab lab;
    private final Steps steps;
    private final LabGuests guests;

    public LabStory(CloudApi tenant, CloudApi operator, Lab lab, Path guestFiles, PrintStream out) {
        this.lab = lab;
        this.steps = new Steps(tenant, operator, guestFiles, LabGuests.MOST, out);
        this.guests = new LabGuests(tenant, operator, steps, PrivateNetwork.make(tenant));
    }

    /** What can be told by itself. */
    public enum Chapter {
        BOOT,
        LIFE,
        BILL,
        TROUBLE
    }

    public void run(Set<Chapter> chapters) {
        guests.clear();
        String image = steps.kernelImage("AUTO");
        for (Chapter chapter : chapters) {
            switch (chapter) {
                case BOOT -> boot();
                case LIFE -> live(image);
                case BILL -> pay(image);
                case TROUBLE -> survive(image);
            }
        }
    }

    /** Disks that bring their own kernel: by the host's grub or by firmware, as their images want. The last one moves. */
    private void boot() {
        for (String way : WAYS) {
            String guest = guests.create(
                    "disk-" + way.toLowerCase(Locale.ROOT), steps.diskImage("boot.raw", way), "", "KEEP_RUNNING");
            guests.requireBooted(guest, way);
            if (way.equals("HVM")) {
                // Its device model moves with it, which the others have none of.
                move(guest);
            }
            steps.delete(guest);
        }
    }

    private void live(String image) {
        String busy = guests.create("busy", image, BUSY, "KEEP_RUNNING");
        String knocker =
                guests.create("pv", steps.kernelImage("PV"), Packets.knocker(guests.address(busy)), "KEEP_RUNNING");
        guests.requireBooted(busy, "PVH");
        guests.requireBooted(knocker, "PV");
        new Packets(guests).run(knocker);
        steps.delete(knocker);
        sleepAndWake(busy);
        move(busy);
        new Trouble(guests, lab).agentDies(busy);
        steps.delete(busy);
    }

    private void pay(String image) {
        String burner = guests.create("burner", image, Bill.SCRIPT, "KEEP_RUNNING");
        new Bill(guests).run(burner);
        steps.delete(burner);
    }

    /** Ends with a host that is dead. */
    private void survive(String image) {
        String phoenix = guests.create("phoenix", image, "", "RESTART_ELSEWHERE");
        guests.awaitCounter(phoenix, 1);
        Trouble trouble = new Trouble(guests, lab);
        trouble.hostFreezes(phoenix);
        trouble.hostDies(phoenix);
        steps.delete(phoenix);
    }

    private void sleepAndWake(String guest) {
        long before = guests.awaitCounter(guest, 0);
        steps.act(guest, "suspend", Map.of());
        steps.act(guest, "resume", Map.of());
        guests.requireGoesOn(guest, before);
    }

    private void move(String guest) {
        long before = guests.awaitCounter(guest, 0);
        CopyWatch watch = new CopyWatch(lab, guest);
        try (watch) {
            steps.migrate(guest);
        }
        guests.requireGoesOn(guest, before);
        watch.twice().ifPresent(twice -> LabGuests.require(false, twice));
        steps.say(
                "copies",
                "never two, in " + watch.looks() + " looks at " + lab.settings().hosts() + " hosts");
    }
}
