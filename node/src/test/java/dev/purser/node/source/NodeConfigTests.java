package dev.purser.node.source;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.configMap;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.node.ConfigFeed;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Servers without a feed.
class NodeConfigTests {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource CONFIG_MAPS = ConfigKind.CONFIG_MAP.resource();
    private static final ConfigKey KEY = ConfigKey.configMap(NAMESPACE, "cm");

    private final FakeApi fake = new FakeApi(InstantSource.system(), new Random(1));
    private final FeedingApi api = new FeedingApi(fake);
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final NodeConfig source =
            new NodeConfig("n", api, timers, new Random(2), Duration.ofSeconds(5));

    @AfterEach
    void close() {
        source.close();
        timers.close();
    }

    private void refuseFeed(StatusReason reason) {
        fake.faults()
                .failNext(
                        call -> call.resource().equals(ConfigFeed.RESOURCE),
                        new StatusException(reason, "no"));
    }

    private KubeObject podOnNode(String name) {
        return api.create(PODS, pod(name, "{'volumes':[{'name':'v','configMap':{'name':'cm'}}]}"));
    }

    private String value() throws InterruptedException {
        return source.get(KEY) instanceof Lookup.Found(ConfigObject found)
                ? found.text().get("n").text()
                : "";
    }

    private void change(KubeObject object, String value) {
        KubeObject now = api.get(CONFIG_MAPS, NAMESPACE, object.name());
        now.json().putObject("data").put("n", value);
        api.update(CONFIG_MAPS, now);
    }

    @Test
    void areWatchedObjectByObject() throws Exception {
        refuseFeed(StatusReason.NOT_FOUND);
        KubeObject made = api.create(CONFIG_MAPS, configMap("cm", Map.of("n", "1")));
        source.hold(podOnNode("p"));

        assertThat(value()).isEqualTo("1");
        eventually("a watch of the object", () -> fake.watchCount(CONFIG_MAPS) == 1);
        change(made, "2");
        eventually("the change", () -> value().equals("2"));
        assertThat(api.feedCount()).isZero();
    }

    @Test
    void mayComeLater() throws Exception {
        KubeObject made = api.create(CONFIG_MAPS, configMap("cm", Map.of("n", "1")));
        source.hold(podOnNode("p"));
        assertThat(value()).isEqualTo("1");
        assertThat(api.feedCount()).isEqualTo(1);
        refuseFeed(StatusReason.FORBIDDEN);
        api.breakWatches();
        eventually("a watch of the object", () -> fake.watchCount(CONFIG_MAPS) == 1);

        change(made, "2");
        eventually("the change", () -> value().equals("2"));
        source.hold(podOnNode("q"));
        source.release("nobody");
        assertThat(value()).isEqualTo("2");
    }
}
