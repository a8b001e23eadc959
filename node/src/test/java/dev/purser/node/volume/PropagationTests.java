package dev.purser.node.volume;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.configMap;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.source.ConfigKind;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.source.FeedingApi;
import dev.purser.node.source.NodeConfig;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may be relied on while objects change: from the API to the files, with a real feed, a real
/// disk, and trouble.
class PropagationTests {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource CONFIG_MAPS = ConfigKind.CONFIG_MAP.resource();

    @TempDir Path root;
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final FakeApi fake = new FakeApi(timers, new Random(1));
    private final FeedingApi api = new FeedingApi(fake);
    private final TestFiles files = new TestFiles();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final ConfigSource source =
            new NodeConfig("n", api, timers, new Random(2), Duration.ofSeconds(5));
    private NodeVolumes volumes;

    @BeforeEach
    void open() {
        volumes =
                new NodeVolumes(
                        root,
                        new VolumeHost(files, new TestMounts(), timers, new Random(3), 1 << 20),
                        TestSources.of(
                                source,
                                api,
                                timers,
                                new NodeResources(Quantity.of(1), Quantity.of(1), Quantity.of(1))));
        volumes.addListener(
                new PodVolumes.Listener() {
                    @Override
                    public void failed(String podUid, VolumeFailure failure) {
                        news.add(failure.message());
                    }

                    @Override
                    public void updated(String podUid, String volume) {}
                });
    }

    @AfterEach
    void close() {
        volumes.close();
        source.close();
        timers.close();
    }

    private Path start(String name, String... configMaps) throws Exception {
        List<String> sources = new ArrayList<>();
        for (String each : configMaps) {
            sources.add("{'configMap':{'name':'%s','optional':true}}".formatted(each));
        }
        KubeObject pod =
                api.create(
                        PODS,
                        pod(
                                name,
                                "{'volumes':[{'name':'v','projected':{'sources':[%s]}}]}"
                                        .formatted(String.join(",", sources))));
        source.hold(pod);
        return volumes.prepare(pod).get("v");
    }

    private void make(String name, Map<String, String> data) {
        api.create(CONFIG_MAPS, configMap(name, data));
    }

    private void change(String name, Map<String, String> data) {
        KubeObject object = api.get(CONFIG_MAPS, NAMESPACE, name);
        var values = object.json().putObject("data");
        data.forEach(values::put);
        api.update(CONFIG_MAPS, object);
    }

    private void delete(String name) {
        api.delete(new Api.ObjectRef(CONFIG_MAPS, NAMESPACE, name), DeleteOptions.defaults());
    }

    @Test
    void aChangeIsWrittenOncePerVolumeAndNothingElseIsWrittenOrRead() throws Exception {
        make("cm", Map.of("n", "0"));
        make("other", Map.of("m", "0"));
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            paths.add(start("p" + i, "cm"));
        }
        Path both = start("both", "cm", "other");
        int before = files.swaps();

        change("other", Map.of("m", "1"));
        eventually("the other", () -> Files.readString(both.resolve("m")).equals("1"));
        assertThat(files.swaps() - before).isEqualTo(1);
        change("cm", Map.of("n", "1"));
        for (Path path : paths) {
            eventually("the change", () -> Files.readString(path.resolve("n")).equals("1"));
        }
        eventually("the last", () -> Files.readString(both.resolve("n")).equals("1"));
        assertThat(files.swaps() - before).isEqualTo(102);
        eventually("the old states are gone", () -> entries(paths) == 300);

        int reads = files.reads();
        int swaps = files.swaps();
        int changes = files.changes();
        label("cm");
        volumes.prepare(podNamed("p7"));
        source.hold(podNamed("p7"));
        change("other", Map.of("m", "2"));
        eventually("what came after", () -> Files.readString(both.resolve("m")).equals("2"));
        eventually("its old state is gone", () -> entries(List.of(both)) == 4);
        // One swap of two files, which reads the two that are there.
        assertThat(files.swaps() - swaps).isEqualTo(1);
        assertThat(files.reads() - reads).isLessThanOrEqualTo(2);
        assertThat(files.changes() - changes).isLessThan(15);
    }

    private int entries(List<Path> paths) throws IOException {
        int count = 0;
        for (Path path : paths) {
            count += files.list(path).size();
        }
        return count;
    }

    private KubeObject podNamed(String name) {
        return api.get(PODS, NAMESPACE, name);
    }

    private void label(String name) {
        KubeObject object = api.get(CONFIG_MAPS, NAMESPACE, name);
        object.metadata().putObject("labels").put("l", "v");
        api.update(CONFIG_MAPS, object);
    }

    @Test
    void aReaderInALoopNeverSeesHalfAChange() throws Exception {
        make("cm", generation(0));
        Path v = start("p", "cm");
        AtomicBoolean over = new AtomicBoolean();
        List<String> mixed = new CopyOnWriteArrayList<>();
        Thread reader = Thread.ofPlatform().start(() -> readUntil(over, v, mixed));
        for (int i = 1; i <= 200; i++) {
            change("cm", generation(i));
        }
        String last = "200";
        eventually("the last", () -> Files.readString(v.resolve("a")).equals(last));
        over.set(true);
        reader.join();

        assertThat(mixed).isEmpty();
    }

    private static Map<String, String> generation(int number) {
        String text = Integer.toString(number);
        return Map.of("a", text, "b", text, "c", text.repeat(3000));
    }

    /// Whoever resolves `..data` once sees one state; one that is swapped away while being read is
    /// no longer there.
    private static void readUntil(AtomicBoolean over, Path volume, List<String> mixed) {
        int newest = 0;
        while (!over.get()) {
            try {
                Path state = volume.resolve("..data").toRealPath();
                String a = Files.readString(state.resolve("a"));
                String b = Files.readString(state.resolve("b"));
                String c = Files.readString(state.resolve("c"));
                if (!a.equals(b) || !c.equals(a.repeat(3000))) {
                    mixed.add(a + " " + b);
                }
                if (Integer.parseInt(a) < newest) {
                    mixed.add(a + " after " + newest);
                }
                newest = Integer.parseInt(a);
            } catch (IOException e) {
                // This state is over; the next look finds the next.
            }
        }
    }

    @Test
    void aFullDiskIsToldAndTriedAgain() throws Exception {
        make("cm", Map.of("n", "old"));
        Path v = start("p", "cm");
        files.refuseWrites(new FileSystemException("f", null, "No space left on device"));
        change("cm", Map.of("n", "new"));
        eventually("two events", () -> news.size() >= 2);

        assertThat(news.getFirst())
                .startsWith("MountVolume.SetUp failed for volume \"v\" : ")
                .contains("No space left on device");
        assertThat(v.resolve("n")).hasContent("old");
        assertThat(entries(List.of(v))).isEqualTo(3);
        files.refuseWrites(null);
        eventually("the change", () -> Files.readString(v.resolve("n")).equals("new"));
    }

    @Test
    void aVolumeThatVanishedIsMadeAgain() throws Exception {
        make("cm", Map.of("n", "1"));
        KubeObject pod =
                api.create(PODS, pod("p", "{'volumes':[{'name':'v','configMap':{'name':'cm'}}]}"));
        source.hold(pod);
        Path v = volumes.prepare(pod).get("v");
        files.deleteTree(v);

        change("cm", Map.of("n", "2"));
        eventually(
                "it is back",
                () -> Files.exists(v.resolve("n")) && Files.readString(v.resolve("n")).equals("2"));
    }

    @Test
    void aSlowVolumeHoldsUpNoOther() throws Exception {
        make("cm", Map.of("n", "1"));
        Path slow = start("slow", "cm");
        List<Path> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(start("p" + i, "cm"));
        }
        CountDownLatch latch = new CountDownLatch(1);
        files.beSlow(root.relativize(slow).subpath(1, 2).toString(), latch);
        for (String value : new String[] {"2", "3", "4"}) {
            change("cm", Map.of("n", value));
            for (Path other : others) {
                eventually("the change", () -> Files.readString(other.resolve("n")).equals(value));
            }
        }
        assertThat(slow.resolve("n")).hasContent("1");
        latch.countDown();

        eventually("the newest state", () -> Files.readString(slow.resolve("n")).equals("4"));
    }

    /// Objects change, pods come and go, watches break, fall behind and fail: in the end every file
    /// is as its object, and no reader ever sees an older value after a newer one.
    @Test
    void filesAreAsTheObjectsInTheEndWhateverHappens() throws Exception {
        long seed = Long.getLong("purser.seed", System.nanoTime());
        System.out.println("PropagationTests: -Dpurser.seed=" + seed);
        Random random = new Random(seed);
        Map<String, Path> pods = new HashMap<>();
        Map<String, Integer> values = new HashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        List<String> backwards = new CopyOnWriteArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Path v = start("p" + i, "c" + i % 3, "c" + (i + 1) % 3);
            pods.put("p" + i, v);
            readers.add(Thread.ofPlatform().start(() -> watchFiles(over, v, backwards)));
        }
        for (int step = 1; step <= 400; step++) {
            String name = "c" + random.nextInt(3);
            switch (random.nextInt(12)) {
                case 0 -> api.breakWatches();
                case 1 -> {
                    // One at a time: the pauses after failures add up.
                    if (fake.faults().remaining() == 0) {
                        fake.faults()
                                .failNext(
                                        call -> call.verb().equals("watch"),
                                        random.nextBoolean()
                                                ? StatusErrors.expired("too old resource version")
                                                : new ApiUnavailableException(
                                                        "away", new IOException("refused")));
                        api.breakWatches();
                    }
                }
                case 2 -> {
                    if (values.remove(name) != null) {
                        delete(name);
                    }
                }
                default -> {
                    Map<String, String> data = Map.of(name, Integer.toString(step));
                    if (values.put(name, step) == null) {
                        make(name, data);
                    } else {
                        change(name, data);
                    }
                }
            }
            if (random.nextInt(20) == 0) {
                eventually("the feed is back", () -> api.feedCount() == 1);
            }
        }
        try {
            for (int i = 0; i < 6; i++) {
                Path v = pods.get("p" + i);
                for (String name : new String[] {"c" + i % 3, "c" + (i + 1) % 3}) {
                    Integer value = values.get(name);
                    if (value != null) {
                        String text = Integer.toString(value);
                        eventually(
                                "seed %d: %s of p%d".formatted(seed, name, i),
                                () ->
                                        Files.exists(v.resolve(name))
                                                && Files.readString(v.resolve(name)).equals(text));
                    }
                }
            }
        } finally {
            over.set(true);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(backwards).as("seed %d", seed).isEmpty();
    }

    private static void watchFiles(AtomicBoolean over, Path volume, List<String> backwards) {
        Map<String, Integer> newest = new HashMap<>();
        while (!over.get()) {
            for (String name : new String[] {"c0", "c1", "c2"}) {
                try {
                    int value = Integer.parseInt(Files.readString(volume.resolve(name)));
                    Integer before = newest.put(name, value);
                    if (before != null && value < before) {
                        backwards.add(name + ": " + value + " after " + before);
                    }
                } catch (IOException e) {
                    // Not there, or being replaced.
                }
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
