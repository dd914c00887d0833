package org.xenopolis.deploy.local.api;

/** The API refused a call or did not answer. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public ApiException(String message, int status, String code) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public ApiException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.code = "no-answer";
    }

    /** HTTP status, 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The problem's stable code. */
    public String code() {
        return code;
    }
}
