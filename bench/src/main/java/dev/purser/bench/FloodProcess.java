package dev.purser.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A flood in a process of its own: what it costs the other client is what the server does for it,
/// not what it does itself. Not thread-safe.
final class FloodProcess {
    private final Process process;

    private final BufferedReader output;

    private FloodProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /// Begins to list, and returns when that is under way.
    ///
    /// @param atOnce how many lists
    /// @param token of whom lists; it is not seen among the arguments
    static FloodProcess start(Path kubeconfig, int atOnce, String token) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "flood-lists",
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "--at-once",
                        Integer.toString(atOnce));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        OutputStream input = process.getOutputStream();
        input.write((token + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
        FloodProcess flood = new FloodProcess(process);
        flood.output.readLine();
        return flood;
    }

    /// Ends it.
    ///
    /// @return what it has done
    String end() throws IOException {
        process.getOutputStream().close();
        try (output) {
            String line = output.readLine();
            return line == null ? "the flood broke off" : line;
        } finally {
            process.destroy();
        }
    }
}
