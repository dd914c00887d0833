package org.xenopolis.deploy.local.bench;

import org.xenopolis.deploy.local.api.CloudApi;

/** One tenant's client and its image. */
record BenchTenant(CloudApi api, String image) {}
