package dev.purser.server.flow;

/// How many requests a server carries out at once.
///
/// @param seats of all levels together
public record FlowSettings(Mode mode, int seats) {
    /// As `--max-requests-inflight` and `--max-mutating-requests-inflight` are by default.
    private static final int SEATS = 400 + 200;

    /// Whether requests are held back.
    public enum Mode {
        FAIR,
        OFF
    }

    public static FlowSettings defaults() {
        return new FlowSettings(Mode.FAIR, SEATS);
    }
}
