package org.xenopolis.host.xen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.xenopolis.cluster.HostId;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.host.xen.DataLine;
import org.xenopolis.host.xen.XlHost;
import org.xenopolis.host.xen.XlSettings;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Launcher;
import org.xenopolis.host.xen.dom0.Layout;
import org.xenopolis.host.xen.dom0.ProcessDom0;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Network;
import org.xenopolis.kit.grpc.TlsFiles;

/**
 * Real hosts, as the system properties name them: {@code xeno.lab.hosts} (addresses, apart by commas), {@code xeno.lab.key}
 * (of root there), {@code xeno.lab.known-hosts}, {@code xeno.lab.guest} (a folder with vmlinuz and initrd.img), and
 * {@code xeno.lab.pv=true} for paravirtualised guests.
 */
final class Lab {
    static final String HOSTS = "xeno.lab.hosts";
    static final Layout LAYOUT = new Layout("/var/lib/xenopolis/contract", "/run/xenopolis-contract");

    private static final Network BRIDGE =
            new Network(new Network.Kind.Bridge(new InterfaceName("xenbr0")), 24, Optional.empty(), List.of());

    private final Path folder;

    Lab() {
        try {
            folder = Files.createTempDirectory("lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the property " + property + " is missing");
        }
        return Path.of(value);
    }

    Dom0 dom0(int host) {
        return new ProcessDom0(
                new Launcher.Ssh("root", address(host), 22, path("xeno.lab.key"), path("xeno.lab.known-hosts"), folder),
                LAYOUT);
    }

    static HostId id(int host) {
        return new HostId(new UUID(0, host + 1));
    }

    private DataLine line(int host) {
        CertificateAuthority authority =
                CertificateAuthority.open(folder.resolve("tls"), CertificateAuthority.LEAF_LIFE, Clock.systemUTC());
        authority.host(id(host).value());
        return new DataLine(id(host), new TlsFiles(folder.resolve("tls"), "host/" + id(host)), address(host), 0);
    }

    static String address(int host) {
        return System.getProperty(HOSTS, "").split(",")[host];
    }

    XlHost open(int host) {
        return open(host, BRIDGE);
    }

    XlHost open(int host, Network network) {
        return XlHost.open(
                dom0(host),
                LAYOUT,
                new XlSettings(
                        folder.resolve("host" + host),
                        network,
                        Optional.of(CpuList.of("0")),
                        OptionalLong.empty(),
                        100_000_000,
                        0,
                        true,
                        Boolean.getBoolean("xeno.lab.pv"),
                        line(host),
                        System::nanoTime));
    }
}
