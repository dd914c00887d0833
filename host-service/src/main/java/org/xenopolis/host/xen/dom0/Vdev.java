package org.xenopolis.host.xen.dom0;

/** A disk's name inside a guest: {@code xvda} is its own disk, {@code xvdz} its seed, those between are volumes. */
public record Vdev(char letter) {
    public static final Vdev ROOT = new Vdev('a');
    public static final Vdev SEED = new Vdev('z');

    public Vdev {
        if (letter < 'a' || letter > 'z') {
            throw new IllegalArgumentException("no disk's letter: " + letter);
        }
    }

    public static Vdev of(String name) {
        if (name.length() != 4 || !name.startsWith("xvd")) {
            throw new IllegalArgumentException("no disk's name: " + name);
        }
        return new Vdev(name.charAt(3));
    }

    /** As xenstore and sysfs number it (xen-vbd-interface(7)): the old form for the first sixteen, the extended one after. */
    public int number() {
        int index = letter - 'a';
        return index < 16 ? 202 << 8 | index << 4 : 1 << 28 | index << 8;
    }

    @Override
    public String toString() {
        return "xvd" + letter;
    }
}
