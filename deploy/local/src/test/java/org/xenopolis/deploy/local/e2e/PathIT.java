package org.xenopolis.deploy.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.xenopolis.deploy.local.command.GuestImage;
import org.xenopolis.deploy.local.demo.Demo;

class PathIT {
    @Test
    void theDemoEndsWithAnInvoiceThatEqualsTheTruth() {
        Cloud cloud = Cloud.shared();
        Path guest = cloud.stack().state().data("guest-image");
        GuestImage.buildInto(guest);

        boolean equal = new Demo(
                        cloud.tenant(),
                        cloud.operator(),
                        guest,
                        cloud.stack().state().journals(),
                        System.out)
                .run();

        assertThat(equal).isTrue();
        new Judge(cloud).assertHistory();
    }
}
