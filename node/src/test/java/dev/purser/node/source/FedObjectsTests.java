package dev.purser.node.source;

import static dev.purser.node.source.TestObjects.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.source.ConfigSource.Change;
import dev.purser.node.source.ConfigSource.Change.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The feed and the pods come by different ways; either may be first.
class FedObjectsTests {
    private static final ConfigKey KEY = ConfigKey.configMap(NAMESPACE, "cm");
    private static final Set<ConfigKey> KEYS = Set.of(KEY);

    private final FedObjects objects = new FedObjects(Duration.ofMillis(20));

    private static Lookup found(String value) {
        SortedMap<String, Content> text = new TreeMap<>();
        text.put("n", Content.of(value));
        return new Lookup.Found(new ConfigObject(KEY, "uid", "1", text, new TreeMap<>(), false));
    }

    private Optional<Kind> tell(Lookup news, long version) {
        return objects.tell(KEY, news, version).map(Change::kind);
    }

    @Test
    void whatIsToldBeforeThePodArrivesIsKeptForIt() throws Exception {
        objects.connected();
        assertThat(tell(found("a"), 5)).isEmpty();
        objects.progressed(7);
        objects.hold("p", KEYS, 7);

        assertThat(objects.get(KEY)).isEqualTo(found("a"));
    }

    @Test
    void aPodThatIsAheadOfTheFeedWaitsForIt() throws Exception {
        FedObjects patient = new FedObjects(Duration.ofSeconds(10));
        patient.connected();
        patient.tell(KEY, found("old"), 5);
        patient.progressed(7);
        patient.hold("p", KEYS, 9);
        Thread.ofVirtual()
                .start(() -> {
                    patient.tell(KEY, found("new"), 8);
                    patient.progressed(9);
                });

        assertThat(patient.get(KEY)).isEqualTo(found("new"));
    }

    @Test
    void whatNothingWasSaidOfIsUnknownAndNotAbsent() throws Exception {
        objects.connected();
        objects.hold("p", KEYS, 9);
        assertThat(objects.get(KEY))
                .isEqualTo(
                        new Lookup.Unknown(
                                KEY,
                                "failed to sync configmap cache: timed out waiting for the condition"));
    }

    @Test
    void aPodThatEndsKeepsWhatItHas() throws Exception {
        objects.connected();
        objects.hold("p", KEYS, 1);
        assertThat(tell(found("a"), 5)).contains(Kind.APPEARED);
        objects.progressed(5);
        objects.unnamed(KEY);

        assertThat(objects.get(KEY)).isEqualTo(found("a"));
        objects.hold("p", Set.of(), 0);
        assertThat(objects.size()).isZero();
    }

    @Test
    void whatAnotherPodOfTheApiNamesOutlivesTheLastOneHere() throws Exception {
        objects.connected();
        objects.hold("p", KEYS, 1);
        tell(found("a"), 5);
        objects.progressed(6);
        objects.hold("p", Set.of(), 0);
        objects.hold("q", KEYS, 6);

        assertThat(objects.get(KEY)).isEqualTo(found("a"));
    }

    @Test
    void olderNewsOfOneConnectionArePassedOver() throws Exception {
        objects.connected();
        objects.hold("p", KEYS, 1);
        tell(found("new"), 9);
        assertThat(tell(found("old"), 8)).isEmpty();
        objects.progressed(9);

        assertThat(objects.get(KEY)).isEqualTo(found("new"));
    }

    @Test
    void aNewConnectionSaysAllThereIs() throws Exception {
        objects.connected();
        objects.hold("p", KEYS, 1);
        tell(found("a"), 9);
        objects.tell(ConfigKey.secret(NAMESPACE, "gone"), found("b"), 9);
        objects.progressed(9);
        assertThat(objects.size()).isEqualTo(2);

        objects.connected();
        assertThat(tell(found("restored"), 3)).contains(Kind.CHANGED);
        objects.progressed(4);

        assertThat(objects.get(KEY)).isEqualTo(found("restored"));
        assertThat(objects.size()).isEqualTo(1);
    }

    @Test
    void theSameValuesAreNoChange() {
        objects.connected();
        objects.hold("p", KEYS, 1);
        assertThat(tell(found("a"), 5)).contains(Kind.APPEARED);
        assertThat(tell(found("a"), 6)).isEmpty();
        assertThat(tell(new Lookup.Absent(KEY), 7)).contains(Kind.VANISHED);
        assertThat(tell(new Lookup.Absent(KEY), 8)).isEmpty();
    }
}
