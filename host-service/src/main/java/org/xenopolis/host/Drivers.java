package org.xenopolis.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.SimulatedHost;
import org.xenopolis.host.simulator.SimulatorTime;
import org.xenopolis.host.xen.DataLine;
import org.xenopolis.host.xen.XlHost;
import org.xenopolis.host.xen.XlSettings;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Launcher;
import org.xenopolis.host.xen.dom0.Layout;
import org.xenopolis.host.xen.dom0.ProcessDom0;
import org.xenopolis.host.xen.dom0.SocketDom0;
import org.xenopolis.host.xen.net.InterfaceName;
import org.xenopolis.host.xen.net.Ipv4;
import org.xenopolis.host.xen.net.Network;
import org.xenopolis.kit.grpc.TlsFiles;

/** Opens what the settings say is under a host's agent. */
final class Drivers {
    private Drivers() {}

    /** @param folder of the host, which is the agent's */
    static HypervisorDriver open(HostSettings settings, HostId host, Path folder, Steps steps) {
        return switch (settings.driver) {
            case SIMULATED ->
                SimulatedHost.open(
                        host,
                        folder,
                        made(settings.truth()).resolve(host + ".jsonl"),
                        settings.simulator(host),
                        SimulatorTime.machine(),
                        steps);
            case XL -> XlHost.open(dom0(settings), Layout.DEFAULT, xl(settings, host, folder));
        };
    }

    private static XlSettings xl(HostSettings settings, HostId host, Path folder) {
        return new XlSettings(
                folder.resolve("xen"),
                network(settings),
                settings.guestCpus.map(CpuList::of),
                settings.diskBytes.map(OptionalLong::of).orElse(OptionalLong.empty()),
                settings.linkBytesPerSecond,
                settings.diskBytesPerSecond,
                settings.nativeTsc,
                settings.pvOnly,
                new DataLine(
                        host,
                        new TlsFiles(settings.tls(), "host/" + host),
                        settings.migrationAddress.or(() -> settings.sshAddress).orElse(settings.bindAddress),
                        settings.migrationPort),
                System::nanoTime);
    }

    private static Network network(HostSettings settings) {
        Network.Kind kind =
                switch (settings.network) {
                    case BRIDGE -> new Network.Kind.Bridge(new InterfaceName(settings.bridge));
                    case ROUTED -> new Network.Kind.Routed();
                    case NAT -> new Network.Kind.Nat(new InterfaceName(need("xeno.xl.uplink", settings.uplink)));
                    case HOST_ONLY -> new Network.Kind.HostOnly(new InterfaceName(settings.bridge));
                };
        return new Network(
                kind,
                settings.networkPrefix,
                settings.gateway.map(Ipv4::new),
                settings.dns.orElse(List.of()).stream().map(Ipv4::new).toList());
    }

    private static Dom0 dom0(HostSettings settings) {
        return switch (settings.dom0) {
            case HELPER -> new SocketDom0(Path.of(settings.dom0Socket));
            case ROOT -> new ProcessDom0(new Launcher.Here(), Layout.DEFAULT);
            case SSH ->
                new ProcessDom0(
                        new Launcher.Ssh(
                                settings.sshUser,
                                need("xeno.xl.ssh.address", settings.sshAddress),
                                settings.sshPort,
                                Path.of(need("xeno.xl.ssh.key", settings.sshKey)),
                                Path.of(need("xeno.xl.ssh.known-hosts", settings.sshKnownHosts)),
                                sockets()),
                        Layout.DEFAULT);
        };
    }

    /** The path of a socket has to be short. */
    private static Path sockets() {
        try {
            return Files.createTempDirectory("xeno");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for ssh", e);
        }
    }

    private static String need(String key, Optional<String> value) {
        return value.orElseThrow(() -> new IllegalStateException(key + " is missing"));
    }

    static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }
}
