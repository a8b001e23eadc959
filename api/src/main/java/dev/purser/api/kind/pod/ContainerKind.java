package dev.purser.api.kind.pod;

/// The lists of containers in a Pod spec, in the order in which they are checked.
enum ContainerKind {
    MAIN("containers"),
    INIT("initContainers"),
    EPHEMERAL("ephemeralContainers");

    private final String field;

    ContainerKind(String field) {
        this.field = field;
    }

    /// The name of the list.
    String field() {
        return field;
    }
}
