package dev.purser.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.app.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class AuditCommandTests {
    private static final String EVENT =
            """
            {"stage":"ResponseComplete","verb":"get","user":{"username":"alice"},"userAgent":"kubectl/v1","objectRef":{"resource":"secrets","namespace":"ns","name":"s"},"responseStatus":{"code":200},"stageTimestamp":"2026-11-22T00:00:00.000000Z"}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path directory;

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Terminal.Colour.NEVER);
        return Main.run(terminal, arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --audit-log-mode=fast            | invalid audit log mode fast, allowed modes are "batch,blocking,blocking-strict"
                    --audit-log-format=legacy        | invalid audit log format legacy, allowed formats are ["json"]
                    --audit-log-maxage=-1            | --audit-log-maxage -1 can't be a negative number
                    --audit-log-maxsize=-2           | --audit-log-maxsize -2 can't be a negative number
                    --audit-log-maxbackup=-3         | --audit-log-maxbackup -3 can't be a negative number
                    --audit-log-truncate-max-event-size=0 | invalid audit truncate log max event size 0, must be a positive number
                    """)
    void upRefusesWhatMakesNoSense(String option, String message) {
        List<String> arguments =
                new ArrayList<>(
                        List.of("up", "--api-only", "--data-dir", directory.toString(), option));

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("purser: " + message + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --audit-webhook-mode=x           | invalid audit webhook mode x, allowed modes are "batch,blocking,blocking-strict"
                    --audit-webhook-batch-max-size=0 | invalid audit batch webhook max batch size 0, must be a positive number
                    --audit-webhook-batch-buffer-size=0 | invalid audit batch webhook buffer size 0, must be a positive number
                    """)
    void upRefusesWebhooksThatMakeNoSense(String option, String message) {
        assertThat(
                        run(
                                "up",
                                "--api-only",
                                "--data-dir",
                                directory.toString(),
                                "--audit-webhook-config-file=/x",
                                option))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("purser: " + message + "\n");
    }

    @Test
    void secretsAreShownAsATable() throws IOException {
        Path log = Files.writeString(directory.resolve("audit.log"), EVENT + "nonsense\n");

        assertThat(run("audit", "secrets", "--audit-log-path", log.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "SECRET   WHO     HOW   WITH      RESULT    TIMES   LAST",
                        "ns/s     alice   get   kubectl   allowed   1       2026-11-22T00:00:00.000000Z",
                        "! 1 lines are no events and were passed over");
    }

    @Test
    void secretsAreShownToPrograms() throws IOException {
        Path log = Files.writeString(directory.resolve("audit.log"), EVENT);

        assertThat(run("audit", "secrets", "s", "-o", "json", "--audit-log-path", log.toString()))
                .isZero();
        assertThat(JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8)).toString())
                .isEqualTo(
                        "[{\"secret\":\"ns/s\",\"who\":\"alice\",\"how\":\"get\",\"program\":\"kubectl\",\"result\":\"allowed\",\"times\":1,\"last\":\"2026-11-22T00:00:00.000000Z\"}]");
    }

    @Test
    void aLogThatIsNotThereIsSaid() {
        assertThat(run("audit", "secrets", "--audit-log-path", directory + "/none.log"))
                .isEqualTo(1);
        assertThat(run("audit", "secrets", "--data-dir", directory + "/none")).isEqualTo(1);
        assertThat(run("audit", "secrets", "--data-dir", directory.toString(), "--since", "soon"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "purser: there is no audit log %s/none.log: name the one of `up` with --audit-log-path"
                                .formatted(directory),
                        "purser: there is no Purser in %s/none: start one with ./purser up, or name its --data-dir"
                                .formatted(directory),
                        "purser: --since is a time such as 30m, 24h or 7d, not soon");
    }
}
