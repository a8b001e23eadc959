package dev.purser.node.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticPodReaderTests {
    private static final Schemas SCHEMAS = Schemas.load();

    private final StaticPodReader reader =
            new StaticPodReader(
                    "node1", SCHEMAS, InstantSource.fixed(Instant.parse("2026-11-23T00:00:00.5Z")));

    private KubeObject read(String content) throws ManifestException {
        return reader.read(content.getBytes(StandardCharsets.UTF_8), "/m/web.yaml");
    }

    private static String pod(String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: %s\n".formatted(spec);
    }

    @Test
    void aPodIsCompletedAndNamedAfterItsNode() throws ManifestException {
        KubeObject pod = read(pod("{containers: [{name: c, image: i}]}"));

        assertThat(pod.name()).isEqualTo("web-node1");
        assertThat(pod.namespace()).isEqualTo("default");
        assertThat(pod.uid()).matches("[0-9a-f]{32}");
        assertThat(pod.annotations())
                .containsEntry("kubernetes.io/config.hash", pod.uid())
                .containsEntry("kubernetes.io/config.source", "file")
                .containsEntry("kubernetes.io/config.seen", "2026-11-23T00:00:00.500Z");
        assertThat(pod.spec().path("nodeName").asString("")).isEqualTo("node1");
        assertThat(pod.spec().path("restartPolicy").asString("")).isEqualTo("Always");
        assertThat(pod.spec().path("containers").path(0).path("imagePullPolicy").asString(""))
                .isEqualTo("Always");
        assertThat(pod.spec().path("tolerations").toString())
                .isEqualTo("[{\"operator\":\"Exists\",\"effect\":\"NoExecute\"}]");
        assertThat(pod.status().path("phase").asString("")).isEqualTo("Pending");
    }

    @Test
    void anotherContentIsAnotherPod() throws ManifestException {
        assertThat(read(pod("{containers: [{name: c, image: i}]}")).uid())
                .isEqualTo(read(pod("{containers: [{name: c, image: i}]}")).uid())
                .isNotEqualTo(read(pod("{containers: [{name: c, image: j}]}")).uid());
    }

    @Test
    void jsonIsReadToo() throws ManifestException {
        assertThat(
                        read("""
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"j","uid":"u"},
                        "spec":{"containers":[{"name":"c","image":"i"}]}}
                        """)
                                .uid())
                .isEqualTo("u");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serviceAccountName: a | serviceaccounts",
                "imagePullSecrets: [{name: s}] | secrets",
                "volumes: [{name: v, secret: {secretName: s}}] | secrets",
                "volumes: [{name: v, configMap: {name: m}}] | configmaps",
                "volumes: [{name: v, persistentVolumeClaim: {claimName: c}}] |"
                        + " persistentvolumeclaims",
                "volumes: [{name: v, csi: {driver: d}}] | csidrivers (via CSI volumes)",
            })
    void objectsOfTheApiMayNotBeNamed(String field, String kind) {
        assertThatThrownBy(
                        () -> read(pod("{containers: [{name: c, image: i}], %s}".formatted(field))))
                .isInstanceOf(ManifestException.class)
                .hasMessage("/m/web.yaml: static pods may not reference " + kind);
    }

    @Test
    void whatNeedsNoApiIsTaken() throws ManifestException {
        read(
                pod(
                        "{containers: [{name: c, image: i}], volumes: [{name: a, emptyDir: {}},"
                                + " {name: b, hostPath: {path: /x}}, {name: d, downwardAPI: {items:"
                                + " [{path: name, fieldRef: {fieldPath: metadata.name}}]}}]}"));
    }

    @Test
    void badFilesAreToldApart() {
        assertThatThrownBy(() -> read("a: b: c"))
                .hasMessageStartingWith("/m/web.yaml: couldn't parse as pod(");
        assertThatThrownBy(() -> read("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"))
                .hasMessageStartingWith("/m/web.yaml: couldn't parse as pod(");
        assertThatThrownBy(() -> read("apiVersion: v1\nkind: Pod\nmetadata: {}\n"))
                .hasMessage("/m/web.yaml: invalid pod: name is needed for the pod");
        assertThatThrownBy(() -> read(pod("{containers: []}")))
                .hasMessage("/m/web.yaml: invalid pod: spec.containers: Required value");
    }
}
