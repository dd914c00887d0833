package org.xenopolis.images.verify;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Digest;
import org.xenopolis.images.blobs.BlobSummary;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.StagedBlob;
import org.xenopolis.images.blobs.StoredBlob;
import org.xenopolis.images.core.BootFact;
import org.xenopolis.images.core.BootRules;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.inspect.DiskBoot;
import org.xenopolis.images.core.inspect.Format;
import org.xenopolis.images.core.inspect.Inspection;
import org.xenopolis.images.core.inspect.Inspector;

/** Reads every part back from the storage, inspects it, makes it what hosts need, and stores the manifest. */
@ApplicationScoped
class Examination {
    private final Blobs blobs;
    private final Inspector inspector;
    private final Conversion conversion;

    Examination(Blobs blobs, Inspector inspector, Conversion conversion) {
        this.blobs = blobs;
        this.inspector = inspector;
        this.conversion = conversion;
    }

    Findings of(Image image) {
        Map<PartRole, Part.Stored> stored = new EnumMap<>(PartRole.class);
        for (Part part : image.parts()) {
            switch (examine(part.role(), part.arrived().orElseThrow())) {
                case Outcome.Taken(Part.Stored taken) -> stored.put(part.role(), taken);
                case Outcome.Turned(String reason) -> {
                    return new Findings.Unusable(reason);
                }
            }
        }
        Optional<String> refusal = BootRules.refusal(image.declared().virtualization(), stored);
        if (refusal.isPresent()) {
            return new Findings.Unusable(refusal.get());
        }
        return new Findings.Usable(storeManifest(image, stored), stored);
    }

    private sealed interface Outcome {
        record Taken(Part.Stored stored) implements Outcome {}

        record Turned(String reason) implements Outcome {}
    }

    private Outcome examine(PartRole role, Part.Bytes bytes) {
        Optional<String> fault = blobs.recheck(bytes.digest());
        if (fault.isPresent()) {
            return new Outcome.Turned("The " + role.word() + " did not read back as it was written; send it again.");
        }
        try (StoredBlob blob = blobs.openUnchecked(bytes.digest())) {
            return switch (inspector.inspect(role, blob)) {
                case Inspection.Refused(String reason) -> new Outcome.Turned(reason);
                case Inspection.Accepted(Format format, long virtualBytes, var ignored)
                when format == Format.QCOW2 -> convert(blob, virtualBytes);
                case Inspection.Accepted(Format format, long virtualBytes, var boot) ->
                    new Outcome.Taken(new Part.Stored(format.word(), format.word(), bytes, virtualBytes, boot));
            };
        }
    }

    private Outcome convert(StoredBlob blob, long virtualBytes) {
        return switch (conversion.toRaw(blob)) {
            case Conversion.Result.Raw(BlobSummary raw) -> {
                boolean wrong = blobs.recheck(raw.digest()).isPresent();
                yield wrong
                        ? new Outcome.Turned("The converted disk did not read back as it was written; send it again.")
                        : new Outcome.Taken(new Part.Stored(
                                Format.QCOW2.word(),
                                Format.RAW.word(),
                                new Part.Bytes(raw.digest(), raw.sizeBytes()),
                                virtualBytes,
                                bootFacts(raw.digest())));
            }
            case Conversion.Result.Unreadable(String reason) -> new Outcome.Turned(reason);
        };
    }

    private Set<BootFact> bootFacts(Digest disk) {
        try (StoredBlob blob = blobs.openUnchecked(disk)) {
            return DiskBoot.facts(blob);
        }
    }

    private Digest storeManifest(Image image, Map<PartRole, Part.Stored> stored) {
        try (StagedBlob staged = blobs.stage(0)) {
            staged.write(ByteBuffer.wrap(image.withStored(stored).manifest().canonical()));
            BlobSummary summary = staged.finish();
            blobs.keep(staged, summary);
            return summary.digest();
        }
    }
}
