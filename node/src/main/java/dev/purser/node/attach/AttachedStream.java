package dev.purser.node.attach;

/// The streams of an attachment, by the names that the runtime knows them by. The error stream
/// comes first, as the runtime expects it of every client.
enum AttachedStream {
    ERROR(1, "error"),
    STDIN(3, "stdin"),
    STDOUT(5, "stdout"),
    STDERR(7, "stderr"),
    RESIZE(9, "resize");

    private final int number;
    private final String type;

    AttachedStream(int number, String type) {
        this.number = number;
        this.type = type;
    }

    String type() {
        return type;
    }

    /// Its number in SPDY; those of the side that opens them are odd.
    int number() {
        return number;
    }
}
