package dev.purser.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretUsesTests {
    private static final SecretUses.Wanted ALL = new SecretUses.Wanted("", "", "", Instant.EPOCH);

    @TempDir private Path directory;

    private static String event(String time, String verb, String object, String more) {
        String stage = verb.equals("watch") ? "ResponseStarted" : "ResponseComplete";
        return """
        {"stage":"%s","verb":"%s","user":{"username":"alice"},"userAgent":"kubectl/v1.32 (x)","objectRef":{"resource":"secrets",%s},"responseStatus":{"code":200},"stageTimestamp":"%s"%s}
        """
                .formatted(stage, verb, object, time, more);
    }

    private static String of(String namespace, String name) {
        return "\"namespace\":\"%s\",\"name\":\"%s\"".formatted(namespace, name);
    }

    private Path write(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        return Files.writeString(file, String.join("", lines));
    }

    @Test
    void usesAreSummedOverAllFiles() throws IOException {
        Path old = directory.resolve("audit-2026-11-20T00-00-00.000.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(old))) {
            out.write(
                    event("2026-11-20T00:00:00.000000Z", "get", of("ns", "s"), "")
                            .getBytes(StandardCharsets.UTF_8));
        }
        write(
                "audit-2026-11-21T00-00-00.000.log",
                event("2026-11-21T00:00:00.000000Z", "get", of("ns", "s"), ""));
        write("audit-other.log", "nothing of this\n");
        Path log =
                write(
                        "audit.log",
                        event("2026-11-22T00:00:00.000000Z", "watch", of("ns", "s"), ""),
                        event(
                                "2026-11-22T00:00:00.000000Z",
                                "get",
                                of("ns", "s"),
                                ",\"impersonatedUser\":{\"username\":\"bob\"}"),
                        event("2026-11-22T00:00:00.000000Z", "list", "\"apiVersion\":\"v1\"", ""),
                        "{\"half\": ");

        SecretUses uses = SecretUses.read(new AuditFiles(log), ALL);

        assertThat(uses.strangeLines()).isEqualTo(1);
        assertThat(uses.rows())
                .containsExactly(
                        new SecretUses.Row(
                                "*/*",
                                "alice",
                                "list",
                                "kubectl",
                                "allowed",
                                1,
                                "2026-11-22T00:00:00.000000Z"),
                        new SecretUses.Row(
                                "ns/s",
                                "alice",
                                "get,watch",
                                "kubectl",
                                "allowed",
                                3,
                                "2026-11-22T00:00:00.000000Z"),
                        new SecretUses.Row(
                                "ns/s",
                                "alice as bob",
                                "get",
                                "kubectl",
                                "allowed",
                                1,
                                "2026-11-22T00:00:00.000000Z"));
    }

    @Test
    void otherObjectsAndOtherStagesDoNotCount() throws IOException {
        Path log =
                write(
                        "audit.log",
                        event("2026-11-22T00:00:00.000000Z", "get", of("ns", "s"), "")
                                .replace("ResponseComplete", "RequestReceived"),
                        event("2026-11-22T00:00:00.000000Z", "get", of("ns", "s"), "")
                                .replace("\"secrets\"", "\"configmaps\""));

        assertThat(SecretUses.read(new AuditFiles(log), ALL).rows()).isEmpty();
    }

    @Test
    void whoeverReadsAllReadsThisOneToo() throws IOException {
        Path log =
                write(
                        "audit.log",
                        event("2026-11-22T00:00:00.000000Z", "get", of("ns", "s"), ""),
                        event("2026-11-22T00:00:01.000000Z", "get", of("ns", "t"), ""),
                        event("2026-11-22T00:00:02.000000Z", "list", "\"namespace\":\"ns\"", ""),
                        event("2026-11-22T00:00:03.000000Z", "list", "\"namespace\":\"x\"", ""),
                        event("2026-11-01T00:00:03.000000Z", "list", "\"namespace\":\"ns\"", "")
                                .replace("200", "403"));
        AuditFiles files = new AuditFiles(log);

        List<SecretUses.Row> rows =
                SecretUses.read(
                                files,
                                new SecretUses.Wanted(
                                        "ns", "s", "alice", Instant.parse("2026-11-22T00:00:00Z")))
                        .rows();
        assertThat(rows).extracting(SecretUses.Row::secret).containsExactly("ns/*", "ns/s");
        assertThat(
                        SecretUses.read(files, new SecretUses.Wanted("ns", "s", "", Instant.EPOCH))
                                .rows())
                .extracting(SecretUses.Row::result)
                .containsExactly("allowed", "refused", "allowed");
        assertThat(
                        SecretUses.read(files, new SecretUses.Wanted("", "", "eve", Instant.EPOCH))
                                .rows())
                .isEmpty();
    }
}
