package org.xenopolis.deploy.xenlab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.xenopolis.deploy.xenlab.core.HostNumber;
import org.xenopolis.deploy.xenlab.core.LabNetwork;
import org.xenopolis.deploy.xenlab.core.LabPreflight.Need;
import org.xenopolis.deploy.xenlab.core.LabSettings;

/** What the commands do: build, up, down, status. */
public final class LabWork {
    private final LabFolder folder;
    private final PrintStream out;

    public LabWork(LabFolder folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** @param fresh build although it is there, for packages that were published since */
    public void build(Path checkout, boolean fresh) {
        LabImage image = LabImage.of(checkout);
        if (image.isThere() && !fresh) {
            out.println("The lab's image is there: " + image.folder());
            return;
        }
        build(image);
    }

    public void up(Path checkout, int hosts, int memoryMebibytes, LabNetwork network, boolean keep) {
        LabImage image = LabImage.of(checkout);
        LabSettings settings = new LabSettings(hosts, memoryMebibytes, network, image.hash());
        Optional<LabSettings> before = folder.settings();
        if (before.isPresent() && Lab.in(folder, before.get()).isAnyUp()) {
            out.println("The lab is up already (./xeno lab down ends it).");
            status();
            return;
        }
        // What a lab whose processes ended by themselves left behind.
        before.ifPresent(settingsBefore -> Lab.in(folder, settingsBefore).stop());
        Links links = new Links(network);
        LabMachine.check(
                Need.toRun(settings),
                folder.root(),
                links.exist() ? Optional.of(network.managementBridge()) : Optional.empty());
        if (!image.isThere()) {
            build(image);
        }
        long start = System.nanoTime();
        Lab lab = Lab.in(folder, settings);
        lab.start(image.folder(), keep && before.filter(settings::equals).isPresent());
        out.println("Booting " + hosts + " Xen hosts (about a minute).");
        new Boot(lab, out).await();
        out.println("The lab is up after " + seconds(start) + " s: ./xeno lab ssh 1 xl info, or ssh -F "
                + folder.sshConfig() + " " + new HostNumber(1).title());
    }

    public void down() {
        Optional<LabSettings> settings = folder.settings();
        int stopped = settings.map(known -> Lab.in(folder, known).stop()).orElse(0);
        out.println(stopped == 0 ? "No lab ran here." : "Stopped " + stopped + " hosts.");
    }

    /** @return whether every host answers */
    public boolean status() {
        Optional<LabSettings> settings = folder.settings();
        if (settings.isEmpty() || !Lab.in(folder, settings.get()).isAnyUp()) {
            out.println("No lab is up here: ./xeno lab up starts one.");
            return false;
        }
        Lab lab = Lab.in(folder, settings.get());
        boolean allAnswer = true;
        for (HostNumber host : settings.get().numbers()) {
            String said = "down";
            boolean answers = false;
            if (lab.isUp(host)) {
                Programs.Ended ended = lab.ssh().tried(host, "xl info free_memory");
                answers = ended.isGood();
                said = answers ? "up, " + ended.output().strip() + " MiB free" : "does not answer";
            }
            allAnswer &= answers;
            out.printf("  %s  %s  %s%n", host.title(), settings.get().network().address(host), said);
        }
        return allAnswer;
    }

    private void build(LabImage image) {
        LabMachine.check(Need.toBuild(), image.cache(), Optional.empty());
        out.println("Building a Xen host from Debian packages (one to four minutes).");
        long start = System.nanoTime();
        image.build();
        out.println("Built in " + seconds(start) + " s: " + image.folder());
    }

    private static long seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }
}
