package dev.purser.node.source;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.configMap;
import static dev.purser.node.source.TestObjects.immutable;
import static dev.purser.node.source.TestObjects.pod;
import static dev.purser.node.source.TestObjects.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.Faults;
import dev.purser.client.time.SystemTimers;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every [ConfigSource] does, over an API that has a feed.
abstract class ConfigSourceContract {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final ConfigKey SETTINGS = ConfigKey.configMap(NAMESPACE, "settings");
    private static final ConfigKey PASSWORD = ConfigKey.secret(NAMESPACE, "password");
    private static final String SETTINGS_VOLUME =
            "{'volumes':[{'name':'v','configMap':{'name':'settings'}}]}";

    private final FakeApi fake = new FakeApi(InstantSource.system(), new Random(1));
    private final FeedingApi api = new FeedingApi(fake);
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final ConfigSource source = open(Duration.ofSeconds(5));
    private final List<ConfigSource.Change> changes = new CopyOnWriteArrayList<>();

    /// A source over this API.
    abstract ConfigSource newSource(FeedingApi of, SystemTimers by, Duration answerWait);

    /// The verb and resource whose failure keeps a source from beginning anew.
    abstract boolean isBeginning(Faults.Call call);

    /// Whether so many watches are open as so many objects need that are followed.
    abstract boolean isWatching(FakeApi fakeApi, FeedingApi feeding, int objects);

    private ConfigSource open(Duration answerWait) {
        return newSource(api, timers, answerWait);
    }

    private boolean isWatching(int objects) {
        return isWatching(fake, api, objects);
    }

    /// A pod that is on the node, and held.
    private KubeObject held(String name, String spec) {
        KubeObject pod = onNode(name, spec);
        source.hold(pod);
        return pod;
    }

    private KubeObject onNode(String name, String spec) {
        KubeObject wanted = pod(name, spec);
        return api.list(PODS, NAMESPACE, ListOptions.all()).items().stream()
                .filter(there -> there.name().equals(name))
                .findFirst()
                .map(there -> {
                    there.json().set("spec", wanted.spec());
                    return api.update(PODS, there);
                })
                .orElseGet(() -> api.create(PODS, wanted));
    }

    private void remove(String name) {
        api.delete(
                new Api.ObjectRef(PODS, NAMESPACE, name),
                DeleteOptions.defaults().withGracePeriodSeconds(0));
    }

    @BeforeEach
    void listen() {
        source.addListener(changes::add);
    }

    @AfterEach
    void close() {
        source.close();
        timers.close();
    }

    private KubeObject create(KubeObject object) {
        return api.create(kindOf(object).resource(), object);
    }

    private void update(KubeObject object) {
        api.update(kindOf(object).resource(), object);
    }

    private void delete(ConfigKey key) {
        api.delete(
                new Api.ObjectRef(key.kind().resource(), key.namespace(), key.name()),
                DeleteOptions.defaults());
    }

    private static ConfigKind kindOf(KubeObject object) {
        return object.kind().equals("Secret") ? ConfigKind.SECRET : ConfigKind.CONFIG_MAP;
    }

    private String value(ConfigKey key, String name) throws InterruptedException {
        return source.get(key) instanceof Lookup.Found(ConfigObject object)
                ? object.text().get(name).text()
                : "";
    }

    @Nested
    class Holding {
        @Test
        void findsWhatAPodNamesAndNothingElse() throws Exception {
            create(configMap("settings", Map.of("level", "info")));
            create(secret("password", Map.of("pw", "geheim")));
            create(secret("unrelated", Map.of("pw", "other")));
            held(
                    "p",
                    "{'volumes':[{'name':'v','configMap':{'name':'settings'}}],"
                            + "'containers':[{'env':[{'name':'A','valueFrom':"
                            + "{'secretKeyRef':{'name':'password','key':'pw'}}}]}]}");

            assertThat(value(SETTINGS, "level")).isEqualTo("info");
            assertThat(value(PASSWORD, "pw")).isEqualTo("geheim");
            eventually("watches", () -> isWatching(2));
            assertThat(source.get(ConfigKey.secret(NAMESPACE, "unrelated")))
                    .isInstanceOf(Lookup.Unknown.class);
        }

        @Test
        void tellsThatAnObjectIsMissing() throws Exception {
            held("p", SETTINGS_VOLUME);

            assertThat(source.get(SETTINGS)).isEqualTo(new Lookup.Absent(SETTINGS));
        }

        @Test
        void followsAnObjectOnceForAllPodsAndEndsWithTheLast() throws Exception {
            create(configMap("settings", Map.of("level", "info")));
            KubeObject p = held("p", SETTINGS_VOLUME);
            KubeObject q = held("q", SETTINGS_VOLUME);
            source.get(SETTINGS);
            eventually("one watch", () -> isWatching(1));

            source.release(p.uid());
            assertThat(value(SETTINGS, "level")).isEqualTo("info");
            source.release(q.uid());

            assertThat(source.get(SETTINGS)).isInstanceOf(Lookup.Unknown.class);
            eventually("no watch", () -> isWatching(0));
        }

        @Test
        void givesUpWhatAPodNoLongerNames() throws Exception {
            held("p", SETTINGS_VOLUME);
            held("p", "{'imagePullSecrets':[{'name':'password'}]}");

            assertThat(source.get(PASSWORD)).isEqualTo(new Lookup.Absent(PASSWORD));
            assertThat(source.get(SETTINGS)).isInstanceOf(Lookup.Unknown.class);
        }
    }

    @Nested
    class Changes {
        @Test
        void areToldWithThePodsConcerned() throws Exception {
            KubeObject pod = held("p", SETTINGS_VOLUME);
            source.get(SETTINGS);

            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            eventually("it appeared", () -> changes.size() == 1);
            made.json().putObject("data").put("level", "debug");
            update(made);
            eventually("it changed", () -> changes.size() == 2);
            delete(SETTINGS);
            eventually("it vanished", () -> changes.size() == 3);

            assertThat(changes)
                    .containsExactly(
                            change(pod, ConfigSource.Change.Kind.APPEARED),
                            change(pod, ConfigSource.Change.Kind.CHANGED),
                            change(pod, ConfigSource.Change.Kind.VANISHED));
            assertThat(source.get(SETTINGS)).isEqualTo(new Lookup.Absent(SETTINGS));
        }

        private ConfigSource.Change change(KubeObject pod, ConfigSource.Change.Kind kind) {
            return new ConfigSource.Change(SETTINGS, kind, Set.of(pod.uid()));
        }

        @Test
        void ofMetadataAloneAreNotTold() throws Exception {
            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            held("p", SETTINGS_VOLUME);
            eventually("it was seen", () -> changes.size() == 1);

            made.metadata().putObject("labels").put("a", "b");
            made.metadata().remove("resourceVersion");
            update(made);
            KubeObject again = api.get(SETTINGS.kind().resource(), NAMESPACE, "settings");
            again.json().putObject("data").put("level", "debug");
            update(again);

            eventually("the value arrived", () -> value(SETTINGS, "level").equals("debug"));
            eventually("it was told", () -> changes.size() == 2);
            assertThat(changes.getLast().kind()).isEqualTo(ConfigSource.Change.Kind.CHANGED);
        }
    }

    @Nested
    class ImmutableObjects {
        @Test
        void areReadButNotWatched() throws Exception {
            create(immutable(configMap("settings", Map.of("level", "info"))));
            held("p", SETTINGS_VOLUME);

            assertThat(value(SETTINGS, "level")).isEqualTo("info");
            assertThat(isWatching(0)).isTrue();
        }

        @Test
        void areReadAgainForANewPod() throws Exception {
            create(immutable(configMap("settings", Map.of("level", "old"))));
            held("p", SETTINGS_VOLUME);
            assertThat(value(SETTINGS, "level")).isEqualTo("old");

            delete(SETTINGS);
            create(immutable(configMap("settings", Map.of("level", "new"))));
            held("q", SETTINGS_VOLUME);

            assertThat(value(SETTINGS, "level")).isEqualTo("new");
        }

        @Test
        void areWatchedOnceTheirSuccessorMayChange() throws Exception {
            create(immutable(configMap("settings", Map.of("level", "old"))));
            held("p", SETTINGS_VOLUME);
            source.get(SETTINGS);
            delete(SETTINGS);
            create(configMap("settings", Map.of("level", "new")));
            held("q", SETTINGS_VOLUME);

            eventually("a watch", () -> isWatching(1));
        }
    }

    @Nested
    class Trouble {
        @Test
        void keepsWhatIsKnownWhileTheServerIsAway() throws Exception {
            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            held("p", SETTINGS_VOLUME);
            source.get(SETTINGS);
            eventually("a watch", () -> isWatching(1));
            var away = new ApiUnavailableException("away", new IOException("refused"));
            for (int i = 0; i < 3; i++) {
                fake.faults().failNext(ConfigSourceContract.this::isBeginning, away);
            }
            api.breakWatches();
            eventually("three failures", () -> fake.faults().remaining() == 0);
            assertThat(value(SETTINGS, "level")).isEqualTo("info");

            made.json().putObject("data").put("level", "debug");
            update(made);

            eventually("it caught up", () -> value(SETTINGS, "level").equals("debug"));
        }

        @Test
        void listsAgainWhenTheHistoryIsGone() throws Exception {
            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            var expired = StatusErrors.expired("too old resource version");
            fake.faults().failNext(call -> call.verb().equals("watch"), expired);
            held("p", SETTINGS_VOLUME);
            eventually("a second watch", () -> isWatching(1));

            made.json().putObject("data").put("level", "debug");
            update(made);

            eventually("the value arrived", () -> value(SETTINGS, "level").equals("debug"));
        }

        @Test
        void saysWhyNothingIsKnown() throws Exception {
            var refused = new StatusException(StatusReason.UNAUTHORIZED, "Unauthorized");
            for (int i = 0; i < 20; i++) {
                fake.faults().failNext(ConfigSourceContract.this::isBeginning, refused);
            }
            KubeObject pod = onNode("p", SETTINGS_VOLUME);
            try (ConfigSource hasty = open(Duration.ofMillis(300))) {
                hasty.hold(pod);

                assertThat(hasty.get(SETTINGS))
                        .isEqualTo(new Lookup.Unknown(SETTINGS, "Unauthorized"));
            }
        }

        @Test
        void doesNotAnswerForWhatNobodyHolds() throws Exception {
            assertThat(source.get(SETTINGS))
                    .isEqualTo(
                            new Lookup.Unknown(
                                    SETTINGS, "object \"ns\"/\"settings\" not registered"));
        }
    }

    @Test
    void secretsDoNotShowInTexts() throws Exception {
        create(secret("password", Map.of("pw", "geheim")));
        held("p", "{'imagePullSecrets':[{'name':'password'}]}");

        assertThat(source.get(PASSWORD).toString())
                .contains("password")
                .contains("[6 bytes]")
                .doesNotContain("geheim")
                .doesNotContain("Z2VoZWlt");
    }
}
