package org.xenopolis.deploy.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Operations;
import org.xenopolis.deploy.local.api.Pause;

/**
 * Steps that more than one story takes through the public API, told on {@code out} as they happen.
 *
 * @param guestFiles vmlinuz, initrd.img and disk.raw as deploy/guest-image makes them
 * @param most how long a step may take; one that takes longer, or fails, is an exception
 */
public record Steps(CloudApi tenant, CloudApi operator, Path guestFiles, Duration most, PrintStream out) {
    /**
     * @param virtualization as which guests of it run
     * @return the image's id, when it is READY */
    public String kernelImage(String virtualization) {
        String id = image("debian-cloud-kernel", "KERNEL_RAMDISK", virtualization);
        upload(id, "kernel", "vmlinuz");
        upload(id, "ramdisk", "initrd.img");
        awaitReady(id, "image (Debian cloud kernel + busybox initramfs)");
        return id;
    }

    /** @param file a raw disk among the guest's files */
    public String diskImage(String file, String virtualization) {
        String id = image("debian-disk", "DISK", virtualization);
        upload(id, "disk", file);
        awaitReady(id, "image (raw disk)");
        return id;
    }

    private String image(String name, String kind, String virtualization) {
        return tenant.post("/v1/images", Map.of("name", name, "kind", kind, "virtualization", virtualization))
                .required("id")
                .asText();
    }

    private void upload(String image, String part, String file) {
        tenant.upload("/v1/images/" + image + "/parts/" + part, guestFiles.resolve(file));
    }

    private void awaitReady(String image, String what) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            JsonNode seen = tenant.get("/v1/images/" + image);
            String state = seen.required("state").asText();
            if (state.equals("READY")) {
                say(what, "READY " + seen.required("manifestDigest").asText());
                return;
            }
            if (state.equals("REJECTED") || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        what + " is " + state + " " + seen.path("rejection").asText());
            }
            Pause.millis(50);
        }
    }

    public void act(String instance, String action, Map<String, ?> body) {
        long start = System.nanoTime();
        JsonNode accepted = tenant.post("/v1/instances/" + instance + "/actions/" + action, body);
        Operations.await(tenant, "/v1/operations/", accepted, most);
        say(action, "done after " + Amounts.millisSince(start) + " ms");
    }

    /** @return what the operation measured */
    public JsonNode migrate(String instance) {
        String from = host(instance);
        JsonNode accepted = operator.post("/operator/v1/instances/" + instance + "/migrate", Map.of());
        JsonNode operation = Operations.await(operator, "/operator/v1/operations/", accepted, most);
        String to = host(instance);
        if (from.equals(to)) {
            throw new IllegalStateException("the migration ended and the guest is where it was: " + from);
        }
        say("live migration", from + " -> " + to + " " + operation.path("result"));
        return operation;
    }

    private String host(String instance) {
        return operator.get("/operator/v1/instances/" + instance)
                .required("hostId")
                .asText();
    }

    public void delete(String instance) {
        Operations.await(tenant, "/v1/operations/", tenant.delete("/v1/instances/" + instance), most);
        say("delete", "done");
    }

    public void say(String step, String text) {
        out.printf("%-18s %s%n", step, text);
    }
}
