package dev.purser.api.codec;

/// A form of text in which objects come and go. The binary form is the protobuf package's.
public enum MediaType {
    JSON("application/json"),
    YAML("application/yaml");

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    /// The media type as `Content-Type` and `Accept` spell it.
    public String text() {
        return text;
    }
}
