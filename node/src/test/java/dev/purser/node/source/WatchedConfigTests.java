package dev.purser.node.source;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.configMap;
import static dev.purser.node.source.TestObjects.immutable;
import static dev.purser.node.source.TestObjects.pod;
import static dev.purser.node.source.TestObjects.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.testing.FakeApi;
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

class WatchedConfigTests {
    private static final ConfigKey SETTINGS = ConfigKey.configMap(NAMESPACE, "settings");
    private static final ConfigKey PASSWORD = ConfigKey.secret(NAMESPACE, "password");
    private static final String SETTINGS_VOLUME =
            "{'volumes':[{'name':'v','configMap':{'name':'settings'}}]}";

    private final FakeApi api = new FakeApi(InstantSource.system(), new Random(1));
    private final SystemTimers timers = new SystemTimers(InstantSource.system());
    private final WatchedConfig source =
            new WatchedConfig(api, timers, new Random(2), Duration.ofSeconds(5));
    private final List<ConfigSource.Change> changes = new CopyOnWriteArrayList<>();

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
            source.hold(
                    pod(
                            "p",
                            "{'volumes':[{'name':'v','configMap':{'name':'settings'}}],"
                                    + "'containers':[{'env':[{'name':'A','valueFrom':"
                                    + "{'secretKeyRef':{'name':'password','key':'pw'}}}]}]}"));

            assertThat(value(SETTINGS, "level")).isEqualTo("info");
            assertThat(value(PASSWORD, "pw")).isEqualTo("geheim");
            assertThat(source.heldKeys()).isEqualTo(Set.of(SETTINGS, PASSWORD));
            eventually("two watches", () -> api.watchCount() == 2);
        }

        @Test
        void tellsThatAnObjectIsMissing() throws Exception {
            source.hold(pod("p", SETTINGS_VOLUME));

            assertThat(source.get(SETTINGS)).isEqualTo(new Lookup.Absent(SETTINGS));
        }

        @Test
        void followsAnObjectOnceForAllPodsAndEndsWithTheLast() throws Exception {
            create(configMap("settings", Map.of("level", "info")));
            source.hold(pod("p", SETTINGS_VOLUME));
            source.hold(pod("q", SETTINGS_VOLUME));
            source.get(SETTINGS);
            eventually("one watch", () -> api.watchCount() == 1);

            source.release("p-uid");
            assertThat(value(SETTINGS, "level")).isEqualTo("info");
            source.release("q-uid");

            assertThat(source.heldKeys()).isEmpty();
            eventually("no watch", () -> api.watchCount() == 0);
        }

        @Test
        void givesUpWhatAPodNoLongerNames() throws Exception {
            source.hold(pod("p", SETTINGS_VOLUME));
            source.hold(pod("p", "{'imagePullSecrets':[{'name':'password'}]}"));

            assertThat(source.heldKeys()).isEqualTo(Set.of(PASSWORD));
        }
    }

    @Nested
    class Changes {
        @Test
        void areToldWithThePodsConcerned() throws Exception {
            source.hold(pod("p", SETTINGS_VOLUME));
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
                            change(ConfigSource.Change.Kind.APPEARED),
                            change(ConfigSource.Change.Kind.CHANGED),
                            change(ConfigSource.Change.Kind.VANISHED));
            assertThat(source.get(SETTINGS)).isEqualTo(new Lookup.Absent(SETTINGS));
        }

        private ConfigSource.Change change(ConfigSource.Change.Kind kind) {
            return new ConfigSource.Change(SETTINGS, kind, Set.of("p-uid"));
        }

        @Test
        void ofMetadataAloneAreNotTold() throws Exception {
            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            source.hold(pod("p", SETTINGS_VOLUME));
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
            source.hold(pod("p", SETTINGS_VOLUME));

            assertThat(value(SETTINGS, "level")).isEqualTo("info");
            assertThat(api.watchCount()).isZero();
        }

        @Test
        void areReadAgainForANewPod() throws Exception {
            create(immutable(configMap("settings", Map.of("level", "old"))));
            source.hold(pod("p", SETTINGS_VOLUME));
            assertThat(value(SETTINGS, "level")).isEqualTo("old");

            delete(SETTINGS);
            create(immutable(configMap("settings", Map.of("level", "new"))));
            source.hold(pod("q", SETTINGS_VOLUME));

            assertThat(value(SETTINGS, "level")).isEqualTo("new");
        }

        @Test
        void areWatchedOnceTheirSuccessorMayChange() throws Exception {
            create(immutable(configMap("settings", Map.of("level", "old"))));
            source.hold(pod("p", SETTINGS_VOLUME));
            source.get(SETTINGS);
            delete(SETTINGS);
            create(configMap("settings", Map.of("level", "new")));
            source.hold(pod("q", SETTINGS_VOLUME));

            eventually("a watch", () -> api.watchCount() == 1);
        }
    }

    @Nested
    class Trouble {
        @Test
        void keepsWhatIsKnownWhileTheServerIsAway() throws Exception {
            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            source.hold(pod("p", SETTINGS_VOLUME));
            source.get(SETTINGS);
            eventually("a watch", () -> api.watchCount() == 1);
            var away = new ApiUnavailableException("away", new IOException("refused"));
            for (int i = 0; i < 3; i++) {
                api.faults().failNext(call -> call.verb().equals("list"), away);
            }
            api.breakWatches();
            eventually("three failures", () -> api.faults().remaining() == 0);
            assertThat(value(SETTINGS, "level")).isEqualTo("info");

            made.json().putObject("data").put("level", "debug");
            update(made);

            eventually("it caught up", () -> value(SETTINGS, "level").equals("debug"));
        }

        @Test
        void listsAgainWhenTheHistoryIsGone() throws Exception {
            KubeObject made = create(configMap("settings", Map.of("level", "info")));
            var expired = StatusErrors.expired("too old resource version");
            api.faults().failNext(call -> call.verb().equals("watch"), expired);
            source.hold(pod("p", SETTINGS_VOLUME));
            eventually("a second watch", () -> api.watchCount() == 1);

            made.json().putObject("data").put("level", "debug");
            update(made);

            eventually("the value arrived", () -> value(SETTINGS, "level").equals("debug"));
        }

        @Test
        void saysWhyNothingIsKnown() throws Exception {
            var refused =
                    StatusErrors.forbidden(
                            SETTINGS.kind().resource().groupResource(), "settings", "no");
            for (int i = 0; i < 20; i++) {
                api.faults().failNext(call -> call.verb().equals("list"), refused);
            }
            try (WatchedConfig hasty =
                    new WatchedConfig(api, timers, new Random(3), Duration.ofMillis(300))) {
                hasty.hold(pod("p", SETTINGS_VOLUME));

                assertThat(hasty.get(SETTINGS))
                        .isEqualTo(
                                new Lookup.Unknown(
                                        SETTINGS, "configmaps \"settings\" is forbidden: no"));
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
        source.hold(pod("p", "{'imagePullSecrets':[{'name':'password'}]}"));

        assertThat(source.get(PASSWORD).toString())
                .contains("password")
                .contains("[6 bytes]")
                .doesNotContain("geheim")
                .doesNotContain("Z2VoZWlt");
    }
}
