package dev.purser.server.media;

/// The form of an answer that client and server agreed on.
///
/// @param layout whether JSON is indented for people
/// @param includeObject what a table carries of its objects, as the client wrote it
public record Output(Format format, Form form, Layout layout, String includeObject) {
    /// How JSON is laid out.
    public enum Layout {
        COMPACT,
        PRETTY
    }

    /// What a client gets who asked for nothing in particular.
    public static Output plain() {
        return new Output(Format.JSON, Form.OBJECT, Layout.COMPACT, "");
    }
}
