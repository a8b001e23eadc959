package dev.purser.node.linux;

/// The processors on which system calls are known.
enum Processor {
    AMD64,
    AARCH64;

    static Processor ofThisMachine() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64" -> AMD64;
            case "aarch64" -> AARCH64;
            default -> throw new IllegalStateException("unknown processor " + name);
        };
    }
}
