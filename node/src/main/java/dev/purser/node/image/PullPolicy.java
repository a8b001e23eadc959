package dev.purser.node.image;

/// When a container's image is fetched (`imagePullPolicy`).
public enum PullPolicy {
    ALWAYS,
    IF_NOT_PRESENT,
    NEVER;

    /// Reads the policy as the API spells it; the API server has filled it in and checked it.
    public static PullPolicy of(String text) {
        return switch (text) {
            case "Always" -> ALWAYS;
            case "Never" -> NEVER;
            default -> IF_NOT_PRESENT;
        };
    }
}
