package org.xenopolis.deploy.xenlab;

/** The lab cannot do what was asked; the message is one line for whoever typed the command. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }
}
