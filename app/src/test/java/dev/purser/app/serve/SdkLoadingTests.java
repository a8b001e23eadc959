package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who uses no provider pays for none: no class of an SDK is loaded before the first store that
/// needs it.
class SdkLoadingTests {
    @TempDir Path root;

    @Test
    void anSdkIsLoadedWithItsFirstStore() throws Exception {
        Map<String, Map<String, Integer>> moments = run();

        assertThat(moments).containsOnlyKeys("before", "vault", "aws", "azure");
        assertThat(moments.get("before"))
                .containsOnlyKeys(SdkLoading.SDKS.keySet())
                .allSatisfy((sdk, classes) -> assertThat(classes).as("%s", sdk).isZero());
        assertThat(moments.get("vault").get("vault")).isPositive();
        assertThat(moments.get("vault").get("aws")).isZero();
        assertThat(moments.get("vault").get("azure")).isZero();
        assertThat(moments.get("aws").get("aws")).isPositive();
        assertThat(moments.get("aws").get("azure")).isZero();
        assertThat(moments.get("azure").get("azure")).isPositive();
    }

    private Map<String, Map<String, Integer>> run() throws IOException, InterruptedException {
        Path classes = root.resolve("classes.log");
        Path output = root.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Xlog:disable",
                                "-Xlog:class+load=info:file=%s:none".formatted(classes),
                                "-cp",
                                System.getProperty("java.class.path"),
                                SdkLoading.class.getName(),
                                classes.toString(),
                                root.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("%s", Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return moments(Files.readAllLines(output));
    }

    private static Map<String, Map<String, Integer>> moments(List<String> lines) {
        Map<String, Map<String, Integer>> moments = new HashMap<>();
        for (String line : lines) {
            if (line.matches("[a-z]+( [a-z]+=\\d+)+")) {
                String[] words = line.split(" ");
                Map<String, Integer> counts = new HashMap<>();
                for (int i = 1; i < words.length; i++) {
                    String[] parts = words[i].split("=");
                    counts.put(parts[0], Integer.parseInt(parts[1]));
                }
                moments.put(words[0], counts);
            }
        }
        return moments;
    }
}
