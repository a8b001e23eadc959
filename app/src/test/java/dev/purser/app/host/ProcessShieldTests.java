package dev.purser.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessShieldTests {
    private static final int ABORT = 6;

    @TempDir private Path directory;

    /// What runs in a process of its own.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            boolean before = ProcessShield.isUp();
            boolean raised = ProcessShield.raise();
            System.out.println(before + " " + raised + " " + ProcessShield.isUp());
            System.in.read();
        }
    }

    @Test
    void whoeverKillsTheProcessFindsNoCore() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ulimit -c unlimited; exec \"$0\" \"$@\"",
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-Xmx32m",
                                "-XX:ErrorFile=" + directory.resolve("crash"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName())
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("false true true");
            new ProcessBuilder("kill", "-" + ABORT, Long.toString(process.pid())).start().waitFor();
            assertThat(process.waitFor()).isEqualTo(128 + ABORT);
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).noneMatch(name -> name.startsWith("core"));
        }
    }
}
