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

    static CriException of(StatusRuntimeException cause) {
        String description = cause.getStatus().getDescription();
        return new CriException(
                cause.getStatus().getCode(), description == null ? "" : description, cause);
    }

    /// The runtime's own words, without the code.
    public String description() {
        return description;
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
