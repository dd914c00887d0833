package org.xenopolis.images.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;
import org.xenopolis.images.core.BootFact;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;

/** A part as PostgreSQL holds it. */
@Entity
@Table(name = "parts")
class PartRow {
    @EmbeddedId
    PartKey key = new PartKey(new UUID(0, 0), "");

    @Nullable
    String expected;

    boolean importing;

    @Column(name = "arrived_digest")
    @Nullable
    String arrivedDigest;

    @Column(name = "arrived_bytes")
    @Nullable
    Long arrivedBytes;

    @Column(name = "found_format")
    @Nullable
    String foundFormat;

    @Nullable
    String format;

    @Column(name = "stored_digest")
    @Nullable
    String storedDigest;

    @Column(name = "stored_bytes")
    @Nullable
    Long storedBytes;

    @Column(name = "virtual_bytes")
    @Nullable
    Long virtualBytes;

    /** Names, with commas between. */
    @Column(name = "boot_facts")
    String bootFacts = "";

    /** What the bytes took that this part no longer names: they count until they can be swept. */
    @Column(name = "freed_bytes")
    long freedBytes;

    static PartRow of(UUID imageId, Part part) {
        PartRow row = new PartRow();
        row.key = new PartKey(imageId, part.role().name());
        row.set(part);
        return row;
    }

    void set(Part part) {
        expected = part.expected().map(Digest::value).orElse(null);
        importing = part.importing();
        if (part.arrived().isEmpty() && arrivedBytes != null) {
            freedBytes = Math.max(arrivedBytes, storedBytes == null ? 0 : storedBytes);
        }
        arrivedDigest = part.arrived().map(bytes -> bytes.digest().value()).orElse(null);
        arrivedBytes = part.arrived().map(Part.Bytes::sizeBytes).orElse(null);
        foundFormat = part.stored().map(Part.Stored::foundFormat).orElse(null);
        format = part.stored().map(Part.Stored::format).orElse(null);
        storedDigest =
                part.stored().map(stored -> stored.bytes().digest().value()).orElse(null);
        storedBytes = part.stored().map(stored -> stored.bytes().sizeBytes()).orElse(null);
        virtualBytes = part.stored().map(Part.Stored::virtualBytes).orElse(null);
        bootFacts = part.stored().stream()
                .flatMap(stored -> stored.boot().stream())
                .sorted()
                .map(BootFact::name)
                .collect(Collectors.joining(","));
    }

    PartRole role() {
        return PartRole.valueOf(key.role());
    }

    Part part() {
        return new Part(
                role(),
                Optional.ofNullable(expected).map(Digest::of),
                bytes(arrivedDigest, arrivedBytes),
                bytes(storedDigest, storedBytes)
                        .map(bytes -> new Part.Stored(
                                Objects.requireNonNull(foundFormat),
                                Objects.requireNonNull(format),
                                bytes,
                                Objects.requireNonNull(virtualBytes),
                                facts())),
                importing);
    }

    private Set<BootFact> facts() {
        return Stream.of(bootFacts.split(","))
                .filter(name -> !name.isEmpty())
                .map(BootFact::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Part.Bytes> bytes(@Nullable String digest, @Nullable Long size) {
        return digest == null || size == null ? Optional.empty() : Optional.of(new Part.Bytes(Digest.of(digest), size));
    }
}
