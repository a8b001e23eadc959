package dev.purser.server.media;

/// The form of an answer that client and server agreed on.
///
/// @param layout whether JSON is indented for people
/// @param includeObject what a table carries of its objects, as the client wrote it
public record Output(Format format, Target target, Layout layout, String includeObject) {
    /// What objects are turned into.
    ///
    /// @param kind as the client wrote it; empty for the objects themselves
    /// @param version of `meta.k8s.io`
    public record Target(Form form, String kind, String version) {
        /// The objects themselves.
        static Target objects() {
            return new Target(Form.OBJECT, "", "v1");
        }
    }

    /// How JSON is laid out.
    public enum Layout {
        COMPACT,
        PRETTY
    }

    public Form form() {
        return target.form();
    }

    /// What a client gets who asked for nothing in particular.
    public static Output plain() {
        return plain(Layout.COMPACT);
    }

    static Output plain(Layout layout) {
        return new Output(Format.JSON, Target.objects(), layout, "");
    }
}
