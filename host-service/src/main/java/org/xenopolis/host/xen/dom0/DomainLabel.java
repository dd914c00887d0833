package org.xenopolis.host.xen.dom0;

import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DomainName;

/** What a domain of ours is called; xl's own suffixes say how far a migration has come. */
public record DomainLabel(InstanceId instance, Stage stage) {
    public enum Stage {
        HERE(""),
        INCOMING("--incoming"),
        MIGRATED_AWAY("--migratedaway");

        private final String suffix;

        Stage(String suffix) {
            this.suffix = suffix;
        }

        public String suffix() {
            return suffix;
        }
    }

    @Override
    public String toString() {
        return DomainName.of(instance) + stage.suffix();
    }
}
