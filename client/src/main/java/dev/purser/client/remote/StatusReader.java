package dev.purser.client.remote;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Turns a refusal of the server's back into the exception that it came from.
final class StatusReader {
    private StatusReader() {}

    /// The exception of a `Status` object.
    static StatusException exception(JsonNode status, int httpCode) {
        int code = status.path("code").asInt(httpCode);
        ObjectNode details = status.get("details") instanceof ObjectNode object ? object : null;
        return exception(
                reason(status.path("reason").asString(""), code),
                code,
                status.path("message").asString("the server answered %d".formatted(httpCode)),
                details);
    }

    /// The exception of an answer's body, which is a `Status` unless something between here and the
    /// server answered instead.
    static StatusException exception(byte[] body, int httpCode) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            if (json.path("kind").asString("").equals("Status")) {
                return exception(json, httpCode);
            }
        } catch (JacksonException e) {
            // Not JSON: the text itself is the message.
            return plain(body, httpCode);
        }
        return plain(body, httpCode);
    }

    private static StatusException plain(byte[] body, int httpCode) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String message = text.isEmpty() ? "the server answered %d".formatted(httpCode) : text;
        return exception(reason("", httpCode), httpCode, message, null);
    }

    private static StatusException exception(
            StatusReason reason, int code, String message, @Nullable ObjectNode details) {
        return new StatusException(reason, code, message, details, null);
    }

    private static StatusReason reason(String text, int code) {
        StatusReason byCode = StatusReason.UNKNOWN;
        for (StatusReason reason : StatusReason.values()) {
            if (!text.isEmpty() && reason.text().equals(text)) {
                return reason;
            }
            if (byCode == StatusReason.UNKNOWN && reason.code() == code) {
                byCode = reason;
            }
        }
        return byCode;
    }
}
