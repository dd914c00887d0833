package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.xenopolis.deploy.engines.Folders;
import org.xenopolis.deploy.xenlab.core.HostFiles;
import org.xenopolis.deploy.xenlab.core.HostNumber;
import org.xenopolis.deploy.xenlab.core.LabSettings;

/** The folder that holds everything one lab remembers; only its owner may enter. */
public record LabFolder(Path root) {
    public LabFolder {
        root = root.toAbsolutePath().normalize();
    }

    void create() {
        try {
            Folders.createPrivate(root);
        } catch (IOException e) {
            throw new LabException("cannot write to " + root + ": " + e.getMessage());
        }
    }

    /** What the lab that is up, or was, was asked for. */
    public Optional<LabSettings> settings() {
        try {
            if (!Files.exists(settingsFile())) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(settingsFile())));
            return Optional.of(LabSettings.of(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new LabException(settingsFile() + " is damaged: " + e.getMessage());
        }
    }

    void write(LabSettings settings) {
        StringWriter text = new StringWriter();
        try {
            settings.toProperties().store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(settingsFile(), text.toString());
    }

    void write(Path file, String text) {
        try {
            Folders.writePrivate(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets the host's disks and keys. */
    HostFiles fresh(HostNumber host) {
        HostFiles files = files(host);
        try {
            Folders.delete(files.folder());
            Folders.createPrivate(files.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    public HostFiles files(HostNumber host) {
        return new HostFiles(root.resolve(host.title()));
    }

    /** What this machine logs in with. */
    public Path key() {
        return root.resolve("id_ed25519");
    }

    /** What the hosts log in to each other with. */
    Path peerKey() {
        return root.resolve("peer_ed25519");
    }

    Path knownHosts() {
        return root.resolve("known_hosts");
    }

    /** For {@code ssh -F}. */
    public Path sshConfig() {
        return root.resolve("ssh_config");
    }

    private Path settingsFile() {
        return root.resolve("lab.properties");
    }
}
