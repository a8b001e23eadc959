package dev.purser.node.volume;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.configMap;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.source.ConfigKind;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.source.FeedingApi;
import dev.purser.node.source.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of a change from the API to the file: watch, source, volume.
class ConfigFlowTests {
    @TempDir Path root;
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final FeedingApi api = new FeedingApi(new FakeApi(timers, new Random(1)));
    private final ConfigSource source =
            new NodeConfig("n", api, timers, new Random(2), Duration.ofSeconds(5));
    private final List<ConfigSource.Change> changes = new CopyOnWriteArrayList<>();
    private NodeVolumes volumes;

    @BeforeEach
    void open() {
        volumes =
                new NodeVolumes(
                        root,
                        new VolumeHost(
                                new HostFiles(), new TestMounts(), timers, new Random(3), 1 << 20),
                        TestSources.of(
                                source,
                                api,
                                timers,
                                new NodeResources(Quantity.of(1), Quantity.of(1), Quantity.of(1))));
        source.addListener(changes::add);
    }

    @AfterEach
    void close() {
        volumes.close();
        source.close();
        timers.close();
    }

    private KubeObject podWith(String configMap) {
        return api.create(
                new GroupVersionResource("", "v1", "pods"),
                pod(
                        "p",
                        "{'volumes':[{'name':'v','configMap':{'name':'%s'}}]}"
                                .formatted(configMap)));
    }

    @Test
    void everyUpdateReachesTheFile() throws Exception {
        KubeObject made =
                api.create(ConfigKind.CONFIG_MAP.resource(), configMap("cm", Map.of("n", "0")));
        KubeObject pod = podWith("cm");
        source.hold(pod);
        Path file = volumes.prepare(pod).get("v").resolve("n");
        for (int i = 1; i <= 100; i++) {
            String text = Integer.toString(i);
            made.json().putObject("data").put("n", text);
            made = api.update(ConfigKind.CONFIG_MAP.resource(), made);
            eventually("state " + text, () -> Files.readString(file).equals(text));
        }
    }

    @Test
    void aPodThatWaitsHearsOfTheObjectItNeeds() throws Exception {
        KubeObject pod = podWith("late");
        source.hold(pod);
        assertThatThrownBy(() -> volumes.prepare(pod)).isInstanceOf(VolumeException.class);

        api.create(ConfigKind.CONFIG_MAP.resource(), configMap("late", Map.of("n", "0")));
        eventually("the news", () -> changes.size() == 1);

        assertThat(changes.getFirst().podUids()).containsExactly(pod.uid());
        assertThat(volumes.prepare(pod).get("v").resolve("n")).hasContent("0");
    }

    @Test
    void aDeletedObjectLeavesTheFileAndItsSuccessorReplacesIt() throws Exception {
        api.create(ConfigKind.CONFIG_MAP.resource(), configMap("cm", Map.of("n", "old")));
        KubeObject pod = podWith("cm");
        source.hold(pod);
        Path file = volumes.prepare(pod).get("v").resolve("n");

        api.delete(
                new Api.ObjectRef(ConfigKind.CONFIG_MAP.resource(), NAMESPACE, "cm"),
                DeleteOptions.defaults());
        eventually("the news", () -> changes.size() == 2);
        assertThat(file).hasContent("old");
        api.create(ConfigKind.CONFIG_MAP.resource(), configMap("cm", Map.of("n", "new")));

        eventually("the successor", () -> Files.readString(file).equals("new"));
    }
}
