package org.xenopolis.deploy.local.stack;

/** The stack cannot do what was asked; the message is one line for whoever typed the command. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }
}
