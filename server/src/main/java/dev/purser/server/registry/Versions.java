package dev.purser.server.registry;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Resource versions as clients write them, and the errors about them.
public final class Versions {
    private Versions() {}

    /// The revision that a version names; 0 for `0` and for none.
    ///
    /// @throws InvalidVersionException with the text of Go's number parser
    static long parse(String version) throws InvalidVersionException {
        if (version.isEmpty()) {
            return 0;
        }
        boolean digits = version.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new InvalidVersionException(version, "invalid syntax");
        }
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw new InvalidVersionException(version, "value out of range");
        }
    }

    /// Refuses an object whose version is no number; Kubernetes answers with a bare 500.
    static void requireNumber(String version) {
        try {
            parse(version);
        } catch (InvalidVersionException e) {
            throw new StatusException(StatusReason.UNKNOWN, e.problem());
        }
    }

    /// The revision that a read or a watch names; Kubernetes answers nonsense with a bare 500.
    static long parseForRead(String version) {
        try {
            return parse(version);
        } catch (InvalidVersionException e) {
            throw new StatusException(StatusReason.UNKNOWN, e.getMessage());
        }
    }

    /// A version that does not exist yet.
    static StatusException tooLarge(long asked, long current) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        details.put("retryAfterSeconds", 1);
        return new StatusException(
                StatusReason.TIMEOUT,
                "Timeout: Too large resource version: %d, current: %d".formatted(asked, current),
                details);
    }

    /// A version that is not a number.
    static final class InvalidVersionException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;

        InvalidVersionException(String version, String why) {
            this(version, "strconv.ParseUint", "parsing \"%s\": %s".formatted(version, why));
        }

        private InvalidVersionException(String version, String parser, String why) {
            super("resourceVersion: Invalid value: \"%s\": %s: %s".formatted(version, parser, why));
            this.problem = parser + ": " + why;
        }

        /// What Go's number parser says.
        String problem() {
            return problem;
        }

        @Override
        public String getMessage() {
            String message = super.getMessage();
            return message == null ? "" : message;
        }
    }
}
