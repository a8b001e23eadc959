package dev.purser.node.spec;

/// Whether a container that ended is started again (`restartPolicy`).
public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    /// Reads the policy as the API spells it.
    static RestartPolicy of(String text) {
        return switch (text) {
            case "OnFailure" -> ON_FAILURE;
            case "Never" -> NEVER;
            default -> ALWAYS;
        };
    }

    /// Whether a container that ended with this code is started again.
    public boolean restartsAfter(int exitCode) {
        return switch (this) {
            case ALWAYS -> true;
            case ON_FAILURE -> exitCode != 0;
            case NEVER -> false;
        };
    }
}
