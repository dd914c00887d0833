package org.xenopolis.deploy.xenlab.core;

import java.util.UUID;

/**
 * What the agent of one host is told.
 *
 * @param id of the host, whose certificate it has
 * @param address where the agent listens
 * @param scheduler host and port, like the other services
 */
public record AgentSettings(
        HostNumber host, UUID id, String address, int port, String scheduler, String images, String kafka) {
    /** The file {@code /etc/xenopolis/agent.env}. */
    public String environment() {
        return """
                XENO_DRIVER=xl
                XENO_TLS_DIR=/etc/xenopolis/tls
                XENO_DATA_DIR=/var/lib/xenopolis/agent
                XENO_BIND_ADDRESS=%s
                XENO_SIM_PORT_BASE=%d
                XENO_SCHEDULER=%s
                XENO_IMAGES=%s
                XENO_KAFKA=%s
                XENO_METERING_INTERVAL=PT10S
                # Software emulation cannot trap every reading of the clock.
                XENO_XL_TSC_NATIVE=true
                """.formatted(address, port, scheduler, images, kafka);
    }
}
