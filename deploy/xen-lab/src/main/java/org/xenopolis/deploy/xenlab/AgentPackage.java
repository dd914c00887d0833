package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xenopolis.deploy.xenlab.core.AgentSettings;

/** The agent as a Debian package, made by deploy/systemd of what the build made, and how a host gets it. */
public record AgentPackage(Path file) {
    private static final String FOLDER = "/root/agent";
    private static final String INSTALL = """
            set -e
            cd %1$s
            dpkg --force-confold --force-unsafe-io -i agent.deb >/dev/null
            install -d -o root -g xenopolis -m 750 /etc/xenopolis/tls /etc/xenopolis/tls/host
            rm -f /etc/xenopolis/tls/host/*
            install -o root -g xenopolis -m 640 ca.pem /etc/xenopolis/tls/
            install -o root -g xenopolis -m 640 %2$s.pem %2$s-key.pem /etc/xenopolis/tls/host/
            install -o root -g xenopolis -m 640 agent.env /etc/xenopolis/
            rm -rf %1$s
            systemctl restart xenopolis-agent
            """;

    /** Makes the package unless it is newer than the built agent and how it is packed. */
    public static AgentPackage of(Path checkout, LabFolder folder) {
        Path file = folder.root().resolve("xenopolis-agent.deb");
        Path recipe = checkout.resolve("deploy/systemd");
        Path agent = checkout.resolve("host-service/target/quarkus-app");
        try {
            if (!Files.exists(file) || isOlder(file, recipe) || isOlder(file, agent)) {
                Programs.run(List.of(
                        "env",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        recipe.resolve("build.sh").toString(),
                        file.toString(),
                        agent.toString()));
            }
        } catch (IOException e) {
            throw new LabException("cannot read " + agent + ": " + e.getMessage());
        }
        return new AgentPackage(file);
    }

    /** @param tls the folder of the authority, which has issued the host's certificate */
    public void install(Lab lab, AgentSettings settings, Path tls) {
        Path environment = lab.folder().files(settings.host()).folder().resolve("agent.env");
        lab.folder().write(environment, settings.environment());
        String id = settings.id().toString();
        lab.ssh().run(settings.host(), "mkdir -m 700 -p " + FOLDER);
        lab.ssh().copy(settings.host(), List.of(file), FOLDER + "/agent.deb");
        lab.ssh()
                .copy(
                        settings.host(),
                        List.of(
                                environment,
                                tls.resolve("ca.pem"),
                                tls.resolve("host").resolve(id + ".pem"),
                                tls.resolve("host").resolve(id + "-key.pem")),
                        FOLDER + "/");
        lab.ssh().run(settings.host(), INSTALL.formatted(FOLDER, id));
    }

    private static boolean isOlder(Path file, Path folder) throws IOException {
        var made = Files.getLastModifiedTime(file);
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(path).compareTo(made) > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
