package org.xenopolis.host.agent;

import java.util.Set;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.host.driver.HostDescription;

/**
 * Whether a running guest can go on here. The scheduler has asked the same of what it knew; hosts are patched and replaced
 * meanwhile, and a guest that lacks a feature of its processor dies after the pause. So it is asked before anything is copied.
 */
final class Compatibility {
    private Compatibility() {}

    /** What the receiver wants to know of the sender. */
    static HostFacts facts(HostDescription here) {
        return HostFacts.newBuilder()
                .setXenVersion(here.xen().toString())
                .setCpuVendor(here.cpu().vendor())
                .addAllCpuFeatures(here.cpu().features())
                .build();
    }

    /** @throws ProblemException when it cannot */
    static void require(HostDescription here, HostFacts source) {
        XenVersion xen = version(source);
        if (!xen.canSendTo(here.xen())) {
            throw incompatible("The guest runs on Xen " + xen + ", and cannot go back to " + here.xen() + ".");
        }
        if (!new CpuModel(source.getCpuVendor(), Set.copyOf(source.getCpuFeaturesList())).canSendTo(here.cpu())) {
            throw incompatible("The guest's processor has features that the receiving host's has not.");
        }
    }

    private static XenVersion version(HostFacts source) {
        try {
            return XenVersion.of(source.getXenVersion());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The sending host does not say what it is.")
                    .because(e);
        }
    }

    private static ProblemException incompatible(String why) {
        return Problem.of(ErrorKind.CONFLICT, "incompatible-hosts", why).exception();
    }
}
