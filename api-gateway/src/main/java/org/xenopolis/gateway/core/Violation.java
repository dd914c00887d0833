package org.xenopolis.gateway.core;

/** One thing that is wrong with a request. @param field path in the request's JSON */
public record Violation(String field, String message) {}
