package org.xenopolis.gateway.instances;

import jakarta.inject.Singleton;
import org.xenopolis.gateway.images.KnownImages;
import org.xenopolis.gateway.keypairs.KeyPairs;
import org.xenopolis.gateway.networks.Nics;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.projects.Projects;
import org.xenopolis.gateway.quotas.Quotas;

/** What an instance is made of, here and elsewhere. */
@Singleton
record InstanceParts(
        Projects projects, KeyPairs keyPairs, Nics nics, Quotas quotas, KnownImages images, Downstream downstream) {}
