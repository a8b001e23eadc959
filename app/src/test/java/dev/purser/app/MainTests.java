package dev.purser.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTests {
    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Terminal.Colour.NEVER);
        return Main.run(terminal, arguments);
    }

    private String error() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Nested
    class RefusesInOneLine {
        @Test
        void anUnknownOption() {
            assertThat(run("up", "--no-such-option")).isEqualTo(2);
            assertThat(error()).hasLineCount(1).contains("--no-such-option");
        }

        @Test
        void anUnknownCommand() {
            assertThat(run("fly")).isEqualTo(2);
            assertThat(error()).hasLineCount(1).contains("fly");
        }

        @Test
        void aPortThatIsNone() {
            assertThat(
                            run(
                                    "up",
                                    "--api-only",
                                    "--port",
                                    "70000",
                                    "--data-dir",
                                    directory.toString()))
                    .isEqualTo(1);
            assertThat(error()).hasLineCount(1).contains("70000");
        }

        @Test
        void manifestsThatAreNotThere() {
            assertThat(
                            run(
                                    "up",
                                    "--no-node",
                                    "--data-dir",
                                    directory.toString(),
                                    "-f",
                                    "/no/such/file.yaml"))
                    .isEqualTo(1);
            assertThat(error()).hasLineCount(1).contains("/no/such/file.yaml does not exist");
        }

        @Test
        void commandsOnADirectoryThatIsNotThere() {
            String absent = directory.resolve("absent").toString();
            assertThat(run("status", "--data-dir", absent)).isEqualTo(1);
            assertThat(run("down", "--data-dir", absent)).isEqualTo(1);
            assertThat(run("logs", "--data-dir", absent)).isEqualTo(1);
            assertThat(error()).hasLineCount(3).contains("there is no Purser in");
        }

        @Test
        void aDownThatWouldRemoveSomethingElse() {
            assertThat(run("down", "--purge", "--data-dir", directory.toString())).isEqualTo(1);
            assertThat(error()).hasLineCount(1).contains("is no data directory of a Purser");
            assertThat(directory).exists();
        }
    }

    @Test
    void withoutACommandAllAreNamed() {
        assertThat(run()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("up", "down", "status", "image", "logs");
    }
}
