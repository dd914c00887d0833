package org.xenopolis.host.xen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Running;
import org.xenopolis.host.xen.net.Ipv4;

/**
 * A guest on its way out. Its bytes go from dom0 to dom0 (send.py has the order in which); what goes from agent to agent
 * is where the other dom0 finds them, how far it has come, and that it is over.
 */
final class XlSend implements OutgoingMigration {
    static final byte LINE = 'L';
    static final byte PROGRESS = 'P';
    static final byte END = 'E';

    private final Eye eye;
    private final int domid;
    private final DataLine line;
    private final Ipv4 address;
    private final Running running;
    private final BufferedReader said;
    private @Nullable Reading stopped;
    private boolean begun;
    private int round;
    private long total;

    XlSend(Dom0 dom0, Eye eye, DataLine line, int domid, HostId target) {
        this.eye = eye;
        this.domid = domid;
        this.line = line;
        Eye.Sight sight = eye.look();
        if (!sight.require(domid).reading().state().isUnpaused()) {
            throw Refusals.conflict("wrong-domain-state", "Only a running guest moves.");
        }
        InstanceId instance = sight.seen(domid).instance().orElseThrow(Refusals::noDomain);
        this.address = new Ipv4(line.address());
        this.running = dom0.start(new Command.Send(domid, instance, address, line.port()));
        this.said = new BufferedReader(new InputStreamReader(running.output(), StandardCharsets.US_ASCII));
        try {
            running.input().write((line.words() + " " + target + "\n").getBytes(StandardCharsets.US_ASCII));
            running.input().flush();
        } catch (IOException e) {
            running.close();
            throw new Dom0Exception("the copy did not begin", e);
        }
    }

    @Override
    public Chunk next() {
        if (!begun) {
            // The other host gets ready meanwhile.
            begun = true;
            return chunk(new byte[] {PROGRESS});
        }
        try {
            while (true) {
                String text = said.readLine();
                if (text == null) {
                    throw new IOException("nothing more is said");
                }
                String[] words = text.split(" ");
                switch (words[0]) {
                    case "at" -> {
                        return chunk(new Offer(line.host(), address, Integer.parseInt(words[1]), words[2]).bytes());
                    }
                    case "round" -> {
                        round = Integer.parseInt(words[1]);
                        total = Long.parseLong(words[2]);
                        return chunk(new byte[] {PROGRESS});
                    }
                    case "suspended" -> suspended(Long.parseLong(words[2]));
                    case "done" -> {
                        round++;
                        total = Long.parseLong(words[1]);
                        return new Chunk(round, total, new byte[] {END}, true, new byte[0]);
                    }
                    default -> throw new IOException("it says " + text);
                }
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Dom0Exception("the copy was cut off" + why(), e);
        }
    }

    private Chunk chunk(byte[] payload) {
        return new Chunk(Math.max(1, round), total, payload, false, new byte[0]);
    }

    private void suspended(long agoNanos) throws IOException {
        Reading reading = eye.read(domid);
        if (reading.state() != DomainState.SUSPENDED) {
            throw new IOException("the domain is " + reading.state());
        }
        long since = Math.min(reading.sinceNanos(), reading.atNanos() - agoNanos);
        stopped = new Reading(reading.state(), since, reading.atNanos(), reading.counters());
    }

    private String why() {
        try {
            running.await();
            return "";
        } catch (Dom0Exception e) {
            return ": " + e.getMessage();
        }
    }

    @Override
    public Reading stopped() {
        Reading reading = stopped;
        if (reading == null) {
            throw new IllegalStateException("before the last chunk");
        }
        return reading;
    }

    /** Before the end of its stream xl hears that, and lets the guest go on. */
    @Override
    public void close() {
        running.close();
    }
}
