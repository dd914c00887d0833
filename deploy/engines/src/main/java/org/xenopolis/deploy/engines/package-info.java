/**
 * Starts the engines Xenopolis stands on (PostgreSQL, Kafka, Keycloak; S3 for tests), each as an operating system process of its
 * own from artifacts of Maven Central, and makes the certificates its services know each other by.
 */
@NullMarked
package org.xenopolis.deploy.engines;

import org.jspecify.annotations.NullMarked;
