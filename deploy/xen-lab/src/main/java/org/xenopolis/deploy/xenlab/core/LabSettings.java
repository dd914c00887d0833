package org.xenopolis.deploy.xenlab.core;

import java.util.List;
import java.util.Properties;

/**
 * What was asked of {@code lab up}.
 *
 * @param memoryMebibytes of each host, dom0 included
 * @param image the hash of the recipe that the hosts were made by
 */
public record LabSettings(int hosts, int memoryMebibytes, LabNetwork network, String image) {
    /** Enough for the agent, its Java and a receiving migration. */
    public static final int DOM0_MEBIBYTES = 896;

    public static final int MEMORY_DEFAULT_MEBIBYTES = 2048;

    private static final int MEMORY_MIN_MEBIBYTES = 1280;
    private static final int MEMORY_MAX_MEBIBYTES = 16_384;

    public LabSettings {
        if (hosts < 1 || hosts > HostNumber.MAX) {
            throw new IllegalArgumentException(
                    "the number of hosts is " + hosts + ", it has to be from 1 to " + HostNumber.MAX);
        }
        if (memoryMebibytes < MEMORY_MIN_MEBIBYTES || memoryMebibytes > MEMORY_MAX_MEBIBYTES) {
            throw new IllegalArgumentException("the memory of a host is " + memoryMebibytes + " MiB, it has to be from "
                    + MEMORY_MIN_MEBIBYTES + " to " + MEMORY_MAX_MEBIBYTES);
        }
    }

    public List<HostNumber> numbers() {
        return HostNumber.first(hosts);
    }

    public Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("hosts", String.valueOf(hosts));
        properties.setProperty("memory", String.valueOf(memoryMebibytes));
        properties.setProperty("network", String.valueOf(network.octet()));
        properties.setProperty("image", image);
        return properties;
    }

    public static LabSettings of(Properties properties) {
        return new LabSettings(
                Integer.parseInt(properties.getProperty("hosts")),
                Integer.parseInt(properties.getProperty("memory")),
                new LabNetwork(Integer.parseInt(properties.getProperty("network"))),
                properties.getProperty("image"));
    }
}
