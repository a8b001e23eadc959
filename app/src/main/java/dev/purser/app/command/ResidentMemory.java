package dev.purser.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory a process really has.
final class ResidentMemory {
    private ResidentMemory() {}

    /// In bytes; 0 when the process has gone.
    static long ofProcess(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
