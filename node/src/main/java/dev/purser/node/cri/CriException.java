package dev.purser.node.cri;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;

/// The runtime refused, failed, or could not be reached. The message is gRPC's as Go prints it,
/// since kubelet's events show it so.
public final class CriException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status.Code code;
    private final String description;

    public CriException(Status.Code code, String description, Throwable cause) {
        super(text(code, description), cause);
        this.code = code;
        this.description = description;
    }

    public CriException(Status.Code code, String description) {
        super(text(code, description));
        this.code = code;
        this.description = description;
    }

    /// A failure that has no code of its own.
    public static CriException unknown(Throwable cause) {
        return new CriException(Status.Code.UNKNOWN, String.valueOf(cause.getMessage()), cause);
    }

    /// The caller gave up before the runtime was asked.
    public static CriException cancelled(String description) {
        return new CriException(Status.Code.CANCELLED, description);
    }

    static CriException of(StatusRuntimeException cause) {
        String description = cause.getStatus().getDescription();
        return new CriException(
                cause.getStatus().getCode(), description == null ? "" : description, cause);
    }

    /// The runtime's own words, without the code.
    public String description() {
        return description;
    }

    /// The message as containerd's own Go client gives it: the description, and what kind of
    /// failure it is.
    public String clientMessage() {
        String kind =
                switch (code) {
                    case INVALID_ARGUMENT -> "invalid argument";
                    case ALREADY_EXISTS -> "already exists";
                    case NOT_FOUND -> "not found";
                    case UNAVAILABLE -> "unavailable";
                    case FAILED_PRECONDITION -> "failed precondition";
                    case UNIMPLEMENTED -> "not implemented";
                    case CANCELLED -> "context canceled";
                    case DEADLINE_EXCEEDED -> "context deadline exceeded";
                    default -> "unknown";
                };
        return description.endsWith(": " + kind) ? description : description + ": " + kind;
    }

    /// The same failure, its description in the words of containerd's client behind what was tried.
    public CriException because(String what) {
        return new CriException(code, what + clientMessage(), this);
    }

    public boolean isUnavailable() {
        return code == Status.Code.UNAVAILABLE;
    }

    public boolean isNotFound() {
        return code == Status.Code.NOT_FOUND;
    }

    public boolean isTimeout() {
        return code == Status.Code.DEADLINE_EXCEEDED;
    }

    /// The message, which a CriException always has.
    @Override
    public String getMessage() {
        return text(code, description);
    }

    private static String text(Status.Code code, String description) {
        return "rpc error: code = %s desc = %s".formatted(goName(code), description);
    }

    /// `NOT_FOUND` is `NotFound` in Go; only `CANCELLED` is spelled differently.
    private static String goName(Status.Code code) {
        if (code == Status.Code.CANCELLED) {
            return "Canceled";
        }
        StringBuilder name = new StringBuilder();
        for (String word : code.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
