package dev.purser.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.purser.client.testing.ManualTimers;
import dev.purser.node.source.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random states are written over one another by a process that dies at random points; a model says
/// what a reader may see.
class AtomicDirectoryCrashTests {
    private static final int ROUNDS = 300;
    private static final String[] PATHS = {"a", "b", "dir/c", "dir/sub/d", "dir", "e/f"};

    @TempDir Path root;

    private AtomicDirectory directory(TestFiles files, Random random) {
        VolumeHost host =
                new VolumeHost(
                        files,
                        new TestMounts(),
                        new ManualTimers(Instant.parse("2026-11-23T01:30:05Z")),
                        random,
                        0);
        return new AtomicDirectory(
                root, new PodOwnership(OptionalInt.of(7), OptionalInt.empty()), host);
    }

    @Test
    void aDeathAtAnyPointLeavesTheOldStateOrTheNew() throws Exception {
        long seed = Long.getLong("purser.seed", System.nanoTime());
        System.out.println("AtomicDirectoryCrashTests: -Dpurser.seed=" + seed);
        Random random = new Random(seed);
        TestFiles files = new TestFiles();
        Map<String, String> shown = null;
        for (int round = 0; round < ROUNDS; round++) {
            SortedMap<String, String> wanted = randomState(random);
            files.dieAfter(random.nextInt(40));
            boolean died = write(files, random, wanted);
            files.live();
            Map<String, String> seen = read();
            if (died && !wanted.equals(seen)) {
                assertThat(seen).as("seed %d, round %d", seed, round).isEqualTo(shown);
            } else {
                assertThat(seen).as("seed %d, round %d", seed, round).isEqualTo(wanted);
            }
            shown = seen;
            if (died && random.nextBoolean()) {
                write(files, random, wanted);
                shown = wanted;
                assertThat(Listing.of(root))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(cleanListing(wanted));
            }
        }
    }

    private boolean write(TestFiles files, Random random, SortedMap<String, String> state)
            throws IOException {
        SortedMap<String, FileProjection> payload = new TreeMap<>();
        state.forEach(
                (path, text) -> payload.put(path, new FileProjection(Content.of(text), 0644)));
        try {
            directory(files, random).write(payload);
            return false;
        } catch (TestFiles.Death e) {
            return true;
        }
    }

    private static SortedMap<String, String> randomState(Random random) {
        SortedMap<String, String> state = new TreeMap<>();
        for (String path : PATHS) {
            boolean blocked = path.startsWith("dir/") && state.containsKey("dir");
            boolean blocks =
                    path.equals("dir")
                            && state.keySet().stream().anyMatch(p -> p.startsWith("dir/"));
            if (random.nextBoolean() && !blocked && !blocks) {
                state.put(path, "v" + random.nextInt(3));
            }
        }
        return state;
    }

    /// What a reader finds by the protocol: one look at `..data`, then the files; null before the
    /// first state.
    private Map<String, String> read() throws IOException {
        Path data = root.resolve("..data");
        if (!Files.exists(data)) {
            return null;
        }
        Path state = data.toRealPath();
        Map<String, String> files = new TreeMap<>();
        try (var paths = Files.walk(state)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(state.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    private static Map<String, String> cleanListing(Map<String, String> state) {
        Map<String, String> listing = new TreeMap<>();
        listing.put("..data", "-> TIME");
        listing.put("TIME", "d 2755");
        state.forEach((path, text) -> {
            listing.put("TIME/" + path, "0644 " + text);
            for (Path parent = Path.of(path).getParent();
                    parent != null;
                    parent = parent.getParent()) {
                listing.put("TIME/" + parent, "d 2755");
            }
            String top = path.split("/")[0];
            listing.put(top, "-> ..data/" + top);
        });
        return listing;
    }

    @Test
    void aReaderNeverSeesAMix() throws Exception {
        TestFiles files = new TestFiles();
        Random random = new Random(1);
        write(files, random, state(0));
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> mix = new AtomicReference<>();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get() && mix.get() == null) {
                                readOnce(mix);
                            }
                        });
        for (int i = 1; i <= 500; i++) {
            write(files, random, state(i));
        }
        done.set(true);
        reader.join();

        assertThat(mix.get()).isNull();
        assertThat(read()).isEqualTo(state(500));
    }

    private static SortedMap<String, String> state(int number) {
        String text = Integer.toString(number);
        return new TreeMap<>(Map.of("a", text, "b/c", text, "d", text));
    }

    /// A state that is replaced while it is read tells nothing: the reader looks at `..data` again.
    private void readOnce(AtomicReference<String> mix) {
        try {
            Path before = Files.readSymbolicLink(root.resolve("..data"));
            String seen = readUnlessRemoved();
            boolean stayed = before.equals(Files.readSymbolicLink(root.resolve("..data")));
            if (stayed && !seen.matches("\\{a=(\\d+), b/c=\\1, d=\\1}")) {
                mix.set(seen);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private String readUnlessRemoved() throws IOException {
        try {
            return String.valueOf(read());
        } catch (NoSuchFileException | UncheckedIOException e) {
            return "removed";
        }
    }
}
