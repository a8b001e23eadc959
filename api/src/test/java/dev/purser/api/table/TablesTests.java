package dev.purser.api.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TablesTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Tables tables = new Tables(InstantSource.fixed(NOON));

    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) MAPPER.readTree(json));
    }

    private static Tables.View view(String apiVersion, String resource, KubeObject object) {
        var kind = object.groupVersionKind();
        return new Tables.View(
                new GroupVersionResource(kind.group(), kind.version(), resource),
                kind.kind(),
                IncludeObject.METADATA);
    }

    private JsonNode cells(String resource, KubeObject object) {
        Tables.View view = view("", resource, object);
        return tables.table(view, List.of(object), MAPPER.createObjectNode()).at("/rows/0/cells");
    }

    @Nested
    class Pods {
        /// Statuses and rows that a real server and kubelet produced.
        @TestFactory
        Stream<DynamicTest> showTheRecordedWords() throws IOException {
            try (InputStream in = TablesTests.class.getResourceAsStream("pods.jsonl")) {
                List<String> lines =
                        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
                assertThat(lines).isNotEmpty();
                return lines.stream()
                        .map(MAPPER::readTree)
                        .map(line ->
                                DynamicTest.dynamicTest(
                                        line.path("situation").asString(), () -> check(line)));
            }
        }

        private void check(JsonNode line) {
            JsonNode cells = cells("pods", KubeObject.of((ObjectNode) line.path("pod")));
            String row =
                    cells.path(1).asString()
                            + " "
                            + cells.path(2).asString()
                            + " "
                            + cells.path(3).asString();
            assertThat(row).isEqualTo(line.path("row").asString());
        }

        @Test
        void tellWhenTheyLastRestarted() {
            KubeObject pod =
                    object(
                            """
                            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
                             "spec": {"containers": [{"name": "c"}]},
                             "status": {"phase": "Running", "containerStatuses": [
                               {"name": "c", "restartCount": 3, "state": {"running": {}},
                                "ready": true, "lastState": {"terminated":
                                  {"finishedAt": "2026-01-01T11:59:30Z"}}}]}}
                            """);
            assertThat(cells("pods", pod).path(3).asString()).isEqualTo("3 (30s ago)");
        }

        @Test
        void areMarkedWhenTheyAreOver() {
            KubeObject pod =
                    object(
                            """
                            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
                             "spec": {"containers": []}, "status": {"phase": "Succeeded"}}
                            """);
            JsonNode row =
                    tables.table(view("v1", "pods", pod), List.of(pod), MAPPER.createObjectNode())
                            .at("/rows/0");
            assertThat(row.at("/conditions/0/reason").asString()).isEqualTo("Succeeded");
        }
    }

    @Nested
    class Cells {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "configmaps|{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\",\"creationTimestamp\":\"2026-01-01T11:00:00Z\"},\"data\":{\"a\":\"\"},\"binaryData\":{\"b\":\"\"}}|[\"x\",2,\"60m\"]",
                    "secrets|{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\"},\"type\":\"Opaque\"}|[\"x\",\"Opaque\",0,\"<unknown>\"]",
                    "nodes|{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n\",\"labels\":{\"node-role.kubernetes.io/worker\":\"\"}},\"spec\":{\"unschedulable\":true}}|[\"n\",\"Unknown,SchedulingDisabled\",\"worker\",\"<unknown>\",\"\",\"<none>\",\"<none>\",\"<unknown>\",\"<unknown>\",\"<unknown>\"]",
                    "deployments|{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"d\"},\"spec\":{\"replicas\":8,\"selector\":{\"matchLabels\":{\"app\":\"web\"}},\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"i:1\"}]}}},\"status\":{\"readyReplicas\":2,\"updatedReplicas\":3,\"availableReplicas\":2}}|[\"d\",\"2/8\",3,2,\"<unknown>\",\"main\",\"i:1\",\"app=web\"]",
                    "events|{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"metadata\":{\"name\":\"e3\"},\"involvedObject\":{\"kind\":\"Secret\",\"name\":\"other\"},\"message\":\"m\",\"reason\":\"Bad\",\"type\":\"Warning\"}|[\"<unknown>\",\"Warning\",\"Bad\",\"secret/other\",\"\",\"\",\"m\",\"<unknown>\",1,\"e3\"]",
                    "services|{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"type\":\"ClusterIP\",\"clusterIP\":\"None\",\"clusterIPs\":[\"None\"],\"ports\":[{\"port\":80,\"protocol\":\"TCP\"}],\"selector\":{\"a\":\"b\"}}}|[\"x\",\"ClusterIP\",\"None\",\"<none>\",\"80/TCP\",\"<unknown>\",\"a=b\"]",
                    "resourcequotas|{\"apiVersion\":\"v1\",\"kind\":\"ResourceQuota\",\"metadata\":{\"name\":\"q\"},\"status\":{\"hard\":{\"pods\":\"11\"},\"used\":{\"pods\":\"1\"}}}|[\"q\",\"pods: 1/11\",\"\",\"<unknown>\"]",
                    "rolebindings|{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"RoleBinding\",\"metadata\":{\"name\":\"b\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"r\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"v\"},{\"kind\":\"ServiceAccount\",\"name\":\"s\",\"namespace\":\"n\"}]}|[\"b\",\"Role/r\",\"<unknown>\",\"v\",\"\",\"n/s\"]",
                    "limitranges|{\"apiVersion\":\"v1\",\"kind\":\"LimitRange\",\"metadata\":{\"name\":\"l\",\"creationTimestamp\":\"2026-01-01T11:00:00Z\"}}|[\"l\",\"2026-01-01T11:00:00Z\"]",
                    "leases|{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"name\":\"l\"},\"spec\":{}}|[\"l\",\"\",\"<unknown>\"]",
                })
        void areThoseOfKubernetes(String resource, String object, String expected) {
            assertThat(cells(resource, object(object))).hasToString(expected);
        }

        @TestFactory
        Stream<DynamicTest> fitTheColumnsOfEveryResource() {
            return Catalog.load().groups().stream()
                    .flatMap(group -> group.versions().stream())
                    .flatMap(version -> version.resources().stream())
                    .map(type -> DynamicTest.dynamicTest(type.toString(), () -> checkFit(type)));
        }

        private void checkFit(ResourceType type) {
            KubeObject object = KubeObject.named(type.kind(), "", "x");
            Tables.View view =
                    new Tables.View(
                            type.groupVersionResource(), type.kind().kind(), IncludeObject.NONE);
            ObjectNode table = tables.table(view, List.of(object), MAPPER.createObjectNode());
            assertThat(table.at("/rows/0/cells").size())
                    .isEqualTo(table.path("columnDefinitions").size());
        }
    }

    @Nested
    class Rows {
        private final KubeObject object =
                object(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"}}");

        private JsonNode row(IncludeObject include) {
            Tables.View view =
                    new Tables.View(
                            new GroupVersionResource("", "v1", "configmaps"), "ConfigMap", include);
            return tables.table(view, List.of(object), MAPPER.createObjectNode()).at("/rows/0");
        }

        @Test
        void carryWhatWasAskedFor() {
            assertThat(row(IncludeObject.NONE).path("object").isNull()).isTrue();
            assertThat(row(IncludeObject.METADATA).path("object"))
                    .hasToString(
                            "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{\"name\":\"x\"}}");
            assertThat(row(IncludeObject.OBJECT).path("object")).isEqualTo(object.json());
        }

        @Test
        void followWithoutColumnsInWatches() {
            ObjectNode table =
                    tables.continuation(
                            view("v1", "configmaps", object),
                            List.of(object),
                            MAPPER.createObjectNode());
            assertThat(table.path("columnDefinitions").isNull()).isTrue();
            assertThat(table.path("rows").size()).isEqualTo(1);
        }

        @Test
        void ofUnknownResourcesShowNameAndCreation() {
            KubeObject widget =
                    object(
                            "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\",\"creationTimestamp\":\"2026-01-01T11:00:00Z\"}}");
            assertThat(cells("widgets", widget)).hasToString("[\"w\",\"2026-01-01T11:00:00Z\"]");
        }
    }

    @Nested
    class PodCertificateRequests {
        private JsonNode row(String status) {
            return cells(
                    "podcertificaterequests",
                    object(
                            """
                            {"apiVersion": "certificates.k8s.io/v1", "kind": "PodCertificateRequest",
                             "metadata": {"name": "r"}, "spec": {"podName": "p",
                              "serviceAccountName": "sa", "nodeName": "n", "signerName": "x/y",
                              "unverifiedUserAnnotations": {"x/b": "2", "x/a": "1"}},
                             "status": %s}
                            """
                                    .formatted(status)));
        }

        @Test
        void showWhomTheyAreForAndHowTheyEnded() {
            assertThat(row("{}"))
                    .hasToString("[\"r\",\"p\",\"sa\",\"n\",\"x/y\",\"Pending\",\"x/a=1,x/b=2\"]");
            assertThat(row("{\"conditions\":[{\"type\":\"Denied\"}]}").path(5).asString())
                    .isEqualTo("Denied");
        }
    }

    @Nested
    class Ages {
        @ParameterizedTest
        @CsvSource({
            "-5, <invalid>",
            "-1, 0s",
            "0, 0s",
            "119, 119s",
            "120, 2m",
            "185, 3m5s",
            "599, 9m59s",
            "600, 10m",
            "10799, 179m",
            "10800, 3h",
            "12000, 3h20m",
            "28800, 8h",
            "172799, 47h",
            "172800, 2d",
            "180000, 2d2h",
            "691200, 8d",
            "63072000, 2y",
            "66000000, 2y33d",
            "252288000, 8y"
        })
        void areShort(long seconds, String expected) {
            assertThat(HumanDuration.of(Duration.ofSeconds(seconds))).isEqualTo(expected);
        }
    }
}
