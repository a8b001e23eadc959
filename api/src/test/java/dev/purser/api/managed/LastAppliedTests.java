package dev.purser.api.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Moving from client-side apply to server-side apply.
class LastAppliedTests {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Schemas SCHEMAS = Schemas.load();
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

    private static KubeObject configMap(String data) {
        return KubeObject.of(
                (ObjectNode)
                        MAPPER.readTree(
                                """
                                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":%s}\
                                """
                                        .formatted(data)));
    }

    /// What `kubectl apply` leaves behind.
    private static KubeObject appliedByClient(String data, String annotated) {
        KubeObject object = configMap(data);
        object.metadata()
                .putObject("annotations")
                .put(ANNOTATION, configMap(annotated).json().toString());
        new FieldOwners(NOON)
                .recordCreate(
                        object,
                        SCHEMAS.find(object.groupVersionKind()).orElseThrow(),
                        writer("kubectl-client-side-apply"));
        return object;
    }

    private static FieldWriter writer(String name) {
        return new FieldWriter(name, "v1", "", FieldSet.EMPTY);
    }

    private static KubeObject apply(KubeObject stored, String data, String by) {
        KubeObject configuration = configMap(data);
        return new ServerSideApply(NOON)
                .apply(
                        new ServerSideApply.Application(
                                Optional.of(stored),
                                configuration,
                                SCHEMAS.find(configuration.groupVersionKind()).orElseThrow(),
                                writer(by),
                                ServerSideApply.OnConflict.FAIL));
    }

    @Test
    void whatTheAnnotationSaysIsNoConflictForKubectl() {
        KubeObject stored = appliedByClient("{\"a\":\"1\"}", "{\"a\":\"1\"}");
        KubeObject next = apply(stored, "{\"a\":\"2\"}", "kubectl");
        assertThat(next.json().at("/data/a").asString()).isEqualTo("2");
    }

    @Test
    void theAnnotationFollows() {
        KubeObject stored = appliedByClient("{\"a\":\"1\"}", "{\"a\":\"1\"}");
        KubeObject next = apply(stored, "{\"a\":\"<2>\"}", "kubectl");
        assertThat(next.annotations())
                .containsEntry(
                        ANNOTATION,
                        "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"\\u003c2\\u003e\"},"
                                + "\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"}}\n");
    }

    @Test
    void othersStillConflict() {
        KubeObject stored = appliedByClient("{\"a\":\"1\"}", "{\"a\":\"1\"}");
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply(stored, "{\"a\":\"2\"}", "somebody"))
                .withMessage(
                        "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\""
                                + " using v1: .data.a");
    }

    @Test
    void whatHasChangedSinceTheAnnotationStillConflicts() {
        KubeObject stored =
                appliedByClient("{\"a\":\"1\",\"b\":\"1\"}", "{\"a\":\"1\",\"b\":\"0\"}");
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply(stored, "{\"a\":\"2\",\"b\":\"2\"}", "kubectl"))
                .withMessageEndingWith(": .data.b");
    }

    @Test
    void anAnnotationThatIsNoConfigurationAllowsNothing() {
        KubeObject stored = appliedByClient("{\"a\":\"1\"}", "{\"a\":\"1\"}");
        stored.metadata().withObject("annotations").put(ANNOTATION, "{");
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> apply(stored, "{\"a\":\"2\"}", "kubectl"));
    }
}
