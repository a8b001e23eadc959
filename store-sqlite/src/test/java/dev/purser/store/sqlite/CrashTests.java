package dev.purser.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.store.Entry;
import dev.purser.store.Store;
import dev.purser.store.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a writing process with SIGKILL and looks for every write it had acknowledged.
class CrashTests {
    private static final int ROUNDS = 6;

    @TempDir Path directory;

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    void everyAcknowledgedWriteSurvivesKills() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        Path file = directory.resolve("store.db");
        Map<String, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            int writes = 1 + random.nextInt(3_000);
            Map<String, Long> fresh = killedAfter(file, "round-" + round, writes);
            assertThat(fresh).as("seed %d, round %d", seed, round).hasSizeGreaterThan(writes / 3);
            acknowledged.putAll(fresh);
            try (Store store = SqliteStore.open(file)) {
                verify(store.snapshot(), acknowledged, "seed " + seed + ", round " + round);
            }
        }
    }

    private static void verify(Store.Snapshot snapshot, Map<String, Long> expected, String where) {
        Map<String, Entry> entries =
                snapshot.entries().stream()
                        .collect(Collectors.toMap(Entry::key, Function.identity()));
        expected.forEach((key, revision) -> {
            Entry entry = entries.get(key);
            assertThat(entry).as(where + ", " + key).isNotNull();
            assertThat(entry.modRevision()).as(where).isGreaterThanOrEqualTo(revision);
            assertThat(entry.value()).as(where).isEqualTo(Value.of(CrashingWriter.value(key)));
        });
        assertThat(snapshot.revision())
                .as(where)
                .isGreaterThanOrEqualTo(expected.values().stream().max(Long::compare).orElse(1L));
    }

    /// Starts the writer, kills it once it has acknowledged so many writes, and returns all that it
    /// had acknowledged: the last revision of each key.
    private static Map<String, Long> killedAfter(Path file, String name, int writes)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dorg.sqlite.tmpdir=" + file.getParent(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashingWriter.class.getName(),
                                file.toString(),
                                name)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Map<String, Long> acknowledged = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("ready");
            int count = 0;
            // What the pipe still holds after the kill was acknowledged, too. If its last line is
            // torn within the revision, the key was acknowledged all the same.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                count++;
                if (count == writes) {
                    process.toHandle().destroyForcibly();
                }
                String[] words = line.split(" ");
                if (words.length == 2 && !words[1].isEmpty()) {
                    acknowledged.put(words[0], Long.parseLong(words[1]));
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
