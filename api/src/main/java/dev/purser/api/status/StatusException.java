package dev.purser.api.status;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A request that failed in a way the API has words for. Carries what becomes the `Status` object
/// of the answer.
///
/// The message reaches clients and logs: it must never hold a Secret's value. [StatusErrors] makes
/// the usual ones with Kubernetes' own texts.
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StatusReason reason;
    private final int code;
    private final transient @Nullable ObjectNode details;
    private final String continueToken;

    public StatusException(StatusReason reason, String message) {
        this(reason, reason.code(), message, null, null);
    }

    public StatusException(StatusReason reason, String message, @Nullable ObjectNode details) {
        this(reason, reason.code(), message, details, null);
    }

    public StatusException(
            StatusReason reason,
            int code,
            String message,
            @Nullable ObjectNode details,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.code = code;
        this.details = details;
        this.continueToken = "";
    }

    private StatusException(StatusReason reason, String message, String continueToken) {
        super(message);
        this.reason = reason;
        this.code = reason.code();
        this.details = null;
        this.continueToken = continueToken;
    }

    /// A list that cannot go on as it began.
    ///
    /// @param continueToken gives the rest as it is now
    static StatusException expired(String message, String continueToken) {
        return new StatusException(StatusReason.EXPIRED, message, continueToken);
    }

    public StatusReason reason() {
        return reason;
    }

    /// The HTTP status code; usually, but not always, that of the reason.
    public int code() {
        return code;
    }

    /// `details` of the Status: `name`, `group`, `kind`, `uid`, `causes`, `retryAfterSeconds`.
    public Optional<ObjectNode> details() {
        return Optional.ofNullable(details);
    }

    /// The message, which a StatusException always has.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }

    /// The `Status` object that answers the request.
    public ObjectNode toStatus() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        ObjectNode metadata = status.putObject("metadata");
        if (!continueToken.isEmpty()) {
            metadata.put("continue", continueToken);
        }
        status.put("status", "Failure").put("message", getMessage());
        if (!reason.text().isEmpty()) {
            status.put("reason", reason.text());
        }
        if (details != null) {
            status.set("details", details.deepCopy());
        }
        status.put("code", code);
        return status;
    }
}
