package org.xenopolis.host.xen.lab;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.driver.HypervisorDriverContract;
import org.xenopolis.host.xen.XlHost;

@EnabledIfSystemProperty(named = Lab.HOSTS, matches = ".+", disabledReason = "no lab of Xen hosts was given")
class XlDriverContractIT extends HypervisorDriverContract {
    private static @Nullable Lab lab;
    private static @Nullable XlHost one;
    private static @Nullable XlHost two;
    private static @Nullable DiskSource image;

    @BeforeAll
    static void openHosts() {
        lab = new Lab();
        one = lab.open(0);
        two = lab.open(1);
        image = ContractGuest.image(Lab.path("xeno.lab.guest"), lab.folder());
    }

    @AfterAll
    static void closeAll() {
        there(one).close();
        there(two).close();
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the lab is not open");
        }
        return part;
    }

    @Override
    protected void closeHosts() {
        // Both stay open for the next test: a host of the lab takes a while to be reached.
    }

    @Override
    protected HypervisorDriver driver() {
        return there(one);
    }

    @Override
    protected HypervisorDriver other() {
        return there(two);
    }

    @Override
    protected HostId otherHost() {
        return Lab.id(1);
    }

    @Override
    protected void restartAgent() {
        there(one).close();
        one = there(lab).open(0);
    }

    @Override
    protected byte[] userData() {
        return ContractGuest.QUIET.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected byte[] busyUserData() {
        return ContractGuest.BUSY.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected byte[] rebootingUserData() {
        return ContractGuest.REBOOTING.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected Duration measuring() {
        return Duration.ofSeconds(20);
    }

    @Override
    protected DiskSource image() {
        return there(image);
    }
}
