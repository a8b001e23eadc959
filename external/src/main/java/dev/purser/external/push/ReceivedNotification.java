package dev.purser.external.push;

import java.util.function.UnaryOperator;

/// A notification as it came. Immutable.
public final class ReceivedNotification {
    private final UnaryOperator<String> headers;
    private final byte[] body;

    /// @param headers gives the first value of a header, or an empty string
    /// @param body taken over
    public ReceivedNotification(UnaryOperator<String> headers, byte[] body) {
        this.headers = headers;
        this.body = body;
    }

    byte[] body() {
        return body;
    }

    String header(String name) {
        return headers.apply(name);
    }

    boolean isBinaryCloudEvent() {
        return !header("ce-specversion").isEmpty();
    }

    /// Whether nothing but space was sent.
    boolean isEmpty() {
        for (byte each : body) {
            if (!Character.isWhitespace(each)) {
                return false;
            }
        }
        return true;
    }
}
