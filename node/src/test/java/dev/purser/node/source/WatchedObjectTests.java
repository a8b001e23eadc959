package dev.purser.node.source;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Watch;
import dev.purser.client.time.SystemTimers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The order in which answers are believed.
class WatchedObjectTests {
    private static final ConfigKey KEY = ConfigKey.configMap(NAMESPACE, "cm");

    private final ScriptedApi api = new ScriptedApi();
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final List<ConfigSource.Change.Kind> kinds = new CopyOnWriteArrayList<>();
    private final WatchedObject object =
            new WatchedObject(
                    KEY,
                    new WatchedObject.Means(api, timers, new Random(1)),
                    (key, kind) -> kinds.add(kind));

    @AfterEach
    void close() {
        object.close();
        timers.close();
    }

    private static KubeObject state(String text) {
        return configMap("cm", Map.of("n", text));
    }

    private String value() throws InterruptedException {
        return object.get(Duration.ofSeconds(10)) instanceof Lookup.Found(ConfigObject found)
                ? found.text().get("n").text()
                : "";
    }

    @Test
    void watchesOnlyItsNameFromTheVersionOfTheList() throws Exception {
        api.answerList("7", state("a"));
        object.refresh();
        api.nextWatch();

        assertThat(value()).isEqualTo("a");
        assertThat(api.watchedFrom()).containsExactly("metadata.name=cm@7");
    }

    @Test
    void anEventOlderThanAnExtraReadIsIgnored() throws Exception {
        api.answerList("7", state("a"));
        object.refresh();
        ScriptedApi.ScriptedWatch watch = api.nextWatch();
        api.answerList("10", state("c"));
        object.refresh();
        eventually("the extra read", () -> value().equals("c"));

        watch.tell(Watch.Type.MODIFIED, state("b"), "9");
        watch.tell(Watch.Type.MODIFIED, state("c"), "10");
        watch.tell(Watch.Type.MODIFIED, state("d"), "11");

        eventually("the newest state", () -> value().equals("d"));
        assertThat(kinds)
                .containsExactly(
                        ConfigSource.Change.Kind.APPEARED,
                        ConfigSource.Change.Kind.CHANGED,
                        ConfigSource.Change.Kind.CHANGED);
    }

    @Test
    void aServerThatWasRestoredIsBelieved() throws Exception {
        api.answerList("100", state("a"));
        object.refresh();
        api.nextWatch().close();
        api.answerList("50", state("restored"));

        eventually("the restored state", () -> value().equals("restored"));
        api.nextWatch().tell(Watch.Type.MODIFIED, state("next"), "51");

        eventually("the next state", () -> value().equals("next"));
    }

    @Test
    void aDeletionAndABookmarkAreUnderstood() throws Exception {
        api.answerList("7", state("a"));
        object.refresh();
        ScriptedApi.ScriptedWatch watch = api.nextWatch();
        watch.tell(Watch.Type.BOOKMARK, configMap("", Map.of()), "8");
        watch.tell(Watch.Type.DELETED, state("a"), "9");
        watch.tell(Watch.Type.ADDED, state("b"), "10");

        eventually("the successor", () -> value().equals("b"));
        assertThat(kinds)
                .containsExactly(
                        ConfigSource.Change.Kind.APPEARED,
                        ConfigSource.Change.Kind.VANISHED,
                        ConfigSource.Change.Kind.APPEARED);
    }

    @Test
    void aReaderWaitsForTheExtraRead() throws Exception {
        api.answerList("7", state("old"));
        object.refresh();
        api.nextWatch();
        object.refresh();
        Thread.ofVirtual().start(() -> api.answerList("8", state("new")));

        assertThat(value()).isEqualTo("new");
    }

    @Test
    void closingEndsTheWatch() throws Exception {
        api.answerList("7", state("a"));
        object.refresh();
        ScriptedApi.ScriptedWatch watch = api.nextWatch();
        object.close();

        eventually("the end", watch::isClosed);
    }
}
