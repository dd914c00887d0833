package org.xenopolis.deploy.local.api;

/** A user of the local stack. */
public record Login(String user, String password) {
    @Override
    public String toString() {
        return user;
    }
}
