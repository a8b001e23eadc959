package dev.purser.api.resource;

/// Whether objects of a resource live in namespaces.
public enum Scope {
    NAMESPACED("Namespaced"),
    CLUSTER("Cluster");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /// The scope as discovery spells it.
    public String text() {
        return text;
    }

    /// Reads what [#text] writes.
    ///
    /// @throws IllegalArgumentException for any other text
    public static Scope of(String text) {
        for (Scope scope : values()) {
            if (scope.text.equals(text)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("unknown scope: " + text);
    }
}
