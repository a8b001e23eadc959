package dev.purser.app.command;

import dev.purser.wire.http.WireLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many connections the limit of open files leaves room for, so that a flood of them never
/// keeps Purser from opening its own files.
final class ConnectionBudget {
    /// For the store, logs, and the containers of a node.
    private static final int RESERVED = 512;

    private static final Pattern LINE = Pattern.compile("Max open files\\s+(\\d+)\\s");
    private static final long UNKNOWN = 4096;

    private ConnectionBudget() {}

    /// The soft limit of this process.
    static long openFiles() {
        try {
            Matcher line = LINE.matcher(Files.readString(Path.of("/proc/self/limits")));
            return line.find() ? Long.parseLong(line.group(1)) : UNKNOWN;
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    static WireLimits of(long openFiles) {
        WireLimits defaults = WireLimits.defaults();
        long room = Math.max(openFiles - RESERVED, openFiles / 2);
        int connections = Math.clamp(room, 1, defaults.connections());
        return defaults.withConnections(
                connections, Math.min(defaults.newcomers(), Math.max(1, connections / 4)));
    }
}
