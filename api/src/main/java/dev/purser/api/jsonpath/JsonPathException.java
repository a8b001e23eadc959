package dev.purser.api.jsonpath;

/// A text that is no path.
public final class JsonPathException extends Exception {
    private static final long serialVersionUID = 1L;

    JsonPathException(String message) {
        super(message);
    }
}
