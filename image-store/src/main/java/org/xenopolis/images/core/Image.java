package org.xenopolis.images.core;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.core.ImageState.Damaged;
import org.xenopolis.images.core.ImageState.Deleted;
import org.xenopolis.images.core.ImageState.Pending;
import org.xenopolis.images.core.ImageState.Ready;
import org.xenopolis.images.core.ImageState.Rejected;
import org.xenopolis.images.core.ImageState.Verifying;
import org.xenopolis.images.core.Transition.Changed;
import org.xenopolis.images.core.Transition.Refused;
import org.xenopolis.images.core.Transition.Unchanged;

/** One image as the records hold it. */
public record Image(Declaration declared, ImageState state, List<Part> parts, Generation generation) {
    /** Throws {@link IllegalArgumentException} with a sentence for the caller. */
    public Image {
        parts = List.copyOf(parts);
        Set<PartRole> roles = EnumSet.noneOf(PartRole.class);
        for (Part part : parts) {
            if (!roles.add(part.role())) {
                throw new IllegalArgumentException("An image has one part of each role.");
            }
        }
        if (!declared.kind().fits(roles)) {
            throw new IllegalArgumentException(
                    declared.kind() == ImageKind.DISK
                            ? "A disk image has exactly one part: its disk."
                            : "An image with a kernel has a kernel, and may have a ramdisk and a disk.");
        }
    }

    public static Image declare(Declaration declared, List<Part> parts) {
        return new Image(declared, new Pending(), parts, Generation.FIRST);
    }

    public ImageId id() {
        return declared.id();
    }

    public Optional<Part> part(PartRole role) {
        return parts.stream().filter(part -> part.role() == role).findFirst();
    }

    /** What hosts need of a verified image. */
    public Manifest manifest() {
        return new Manifest(
                declared.kind(),
                parts.stream()
                        .map(part -> {
                            Part.Stored stored = part.stored().orElseThrow();
                            return new Manifest.Entry(
                                    part.role(),
                                    stored.format(),
                                    stored.bytes().digest(),
                                    stored.bytes().sizeBytes(),
                                    stored.virtualBytes(),
                                    List.copyOf(stored.boot()));
                        })
                        .toList(),
                declared.commandLine(),
                declared.virtualization());
    }

    /** Bytes as hosts fetch them. */
    public long storedBytes() {
        return parts.stream()
                .flatMap(part -> part.stored().stream())
                .mapToLong(stored -> stored.bytes().sizeBytes())
                .sum();
    }

    /** Whether an upload of this part would be taken now; one of bytes that are there already is, to be compared. */
    public Optional<Problem> refusesBytes(PartRole role) {
        Part part = part(role).orElse(null);
        if (part == null) {
            return Optional.of(Problem.of(
                    ErrorKind.INVALID, "no-such-part", "The image was created without a part of this role."));
        }
        if (part.importing()) {
            return Optional.of(conflict("part-importing", "This part is being imported."));
        }
        return state instanceof Pending || part.arrived().isPresent()
                ? Optional.empty()
                : Optional.of(conflict("image-not-pending", "This image no longer takes bytes."));
    }

    public Transition importing(PartRole role) {
        Optional<Problem> refusal = refusesBytes(role);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        if (part(role).flatMap(Part::arrived).isPresent()) {
            return new Refused(conflict("part-arrived", "The bytes of this part are already there."));
        }
        return new Changed(with(state, role, part -> part.withImporting(true)));
    }

    /**
     * The bytes of a part are stored. The last part's make the image go on to be verified.
     *
     * @param promised what the sender said with the bytes; empty if nothing
     */
    public Transition arrived(PartRole role, Part.Bytes bytes, Optional<Digest> promised) {
        Part part = part(role).orElse(null);
        if (part == null) {
            return new Refused(refusesBytes(role).orElseThrow());
        }
        if (part.arrived().isPresent()) {
            return part.arrived().get().equals(bytes)
                    ? new Unchanged(this)
                    : new Refused(conflict("part-arrived", "Other bytes of this part are already there."));
        }
        if (!(state instanceof Pending pending)) {
            return new Refused(conflict("image-not-pending", "This image no longer takes bytes."));
        }
        for (Optional<Digest> expected : List.of(part.expected(), promised)) {
            if (expected.isPresent() && !expected.get().equals(bytes.digest())) {
                return new Changed(with(
                                pending.reject("The " + role.word() + " that arrived is " + bytes.digest()
                                        + ", expected was " + expected.get() + "."),
                                role,
                                p -> p)
                        .withoutBytes());
            }
        }
        Image next = with(pending, role, p -> p.withArrived(bytes));
        boolean complete = next.parts.stream().allMatch(p -> p.arrived().isPresent());
        return new Changed(complete ? next.in(pending.complete()) : next);
    }

    public Transition verified(Digest manifest, Map<PartRole, Part.Stored> stored) {
        if (!(state instanceof Verifying verifying)) {
            return new Unchanged(this);
        }
        return new Changed(withStored(stored).in(verifying.verified(manifest)));
    }

    /** The same image with what verification found; throws when a part was not looked at. */
    public Image withStored(Map<PartRole, Part.Stored> stored) {
        List<Part> found = parts.stream()
                .map(part -> part.withStored(Objects.requireNonNull(stored.get(part.role()))))
                .toList();
        return new Image(declared, state, found, generation);
    }

    public Transition rejected(String reason) {
        return switch (state) {
            case Pending pending -> new Changed(in(pending.reject(reason)).withoutBytes());
            case Verifying verifying -> new Changed(in(verifying.reject(reason)).withoutBytes());
            case Ready ignored -> new Unchanged(this);
            case Damaged ignored -> new Unchanged(this);
            case Rejected ignored -> new Unchanged(this);
            case Deleted ignored -> new Unchanged(this);
        };
    }

    public Transition damaged(String reason) {
        return state instanceof Ready ready ? new Changed(in(ready.damage(reason))) : new Unchanged(this);
    }

    public Transition repaired() {
        return state instanceof Damaged damaged ? new Changed(in(damaged.repair())) : new Unchanged(this);
    }

    /** From any state. The bytes are swept once nothing names them any more and the time of grace has passed. */
    public Transition deleted() {
        return state instanceof Deleted
                ? new Unchanged(this)
                : new Changed(in(new Deleted()).withoutBytes());
    }

    private static Problem conflict(String code, String message) {
        return Problem.of(ErrorKind.CONFLICT, code, message);
    }

    private Image in(ImageState next) {
        return new Image(declared, next, parts, generation);
    }

    /** An image that can never be used names no bytes, so that they can go. */
    private Image withoutBytes() {
        return new Image(
                declared,
                state,
                parts.stream()
                        .map(part -> Part.expected(part.role(), part.expected()))
                        .toList(),
                generation);
    }

    private Image with(ImageState next, PartRole role, UnaryOperator<Part> change) {
        return new Image(
                declared,
                next,
                parts.stream()
                        .map(part -> part.role() == role ? change.apply(part) : part)
                        .toList(),
                generation);
    }
}
