package org.xenopolis.gateway.networks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.xenopolis.contracts.instances.SecurityRule;

/** A row of the table of security rules. */
@Entity
@Table(name = "security_rules")
class GroupRule {
    @Id
    UUID id = new UUID(0, 0);

    @Column(name = "group_id")
    UUID groupId = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    boolean ingress;
    String protocol = "any";

    @Column(name = "port_from")
    int portFrom;

    @Column(name = "port_to")
    int portTo;

    @Column(name = "remote_cidr")
    String remoteCidr = "";

    SecurityRule message() {
        return SecurityRule.newBuilder()
                .setIngress(ingress)
                .setProtocol(protocol)
                .setPortFrom(portFrom)
                .setPortTo(portTo)
                .setRemoteCidr(remoteCidr)
                .build();
    }
}
