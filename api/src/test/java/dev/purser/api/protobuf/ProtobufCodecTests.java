package dev.purser.api.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ProtobufCodecTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ProtobufCodec CODEC = new ProtobufCodec(Schemas.load());

    private static ObjectNode json(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    /// Values of a real etcd, with the objects as the API showed them. The version of an object is
    /// not part of its value.
    @Nested
    class Stored {
        private List<JsonNode> records() throws IOException {
            try (InputStream in = ProtobufCodecTests.class.getResourceAsStream("stored.jsonl")) {
                List<JsonNode> records =
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .map(MAPPER::readTree)
                                .toList();
                assertThat(records).isNotEmpty();
                return records;
            }
        }

        @TestFactory
        Stream<DynamicTest> valuesBecomeTheObjects() throws IOException {
            return records().stream()
                    .map(line ->
                            DynamicTest.dynamicTest(
                                    line.path("key").asString(),
                                    () ->
                                            assertThat(CODEC.decode(value(line)))
                                                    .isEqualTo(object(line))));
        }

        @TestFactory
        Stream<DynamicTest> objectsBecomeTheSameBytes() throws IOException {
            return records().stream()
                    .map(line ->
                            DynamicTest.dynamicTest(
                                    line.path("key").asString(),
                                    () ->
                                            assertThat(CODEC.encode(object(line)))
                                                    .isEqualTo(value(line))));
        }

        private byte[] value(JsonNode line) {
            return Base64.getDecoder().decode(line.path("value").asString());
        }

        private ObjectNode object(JsonNode line) {
            ObjectNode object = (ObjectNode) line.path("object").deepCopy();
            ((ObjectNode) object.path("metadata")).remove("resourceVersion");
            return object;
        }
    }

    @Nested
    class RoundTrip {
        @Test
        void keepsWhatJsonCanSay() {
            ObjectNode object =
                    json(
                            """
                            {"kind": "CustomResourceDefinition",
                             "apiVersion": "apiextensions.k8s.io/v1",
                             "metadata": {"name": "w.example.org"},
                             "spec": {"group": "example.org", "scope": "Namespaced",
                              "names": {"plural": "w", "kind": "W"},
                              "versions": [{"name": "v1", "served": true, "storage": true,
                               "schema": {"openAPIV3Schema": {"type": "object",
                                "x-kubernetes-preserve-unknown-fields": true,
                                "properties": {
                                 "a": {"type": "number", "maximum": 1.5, "default": {"x": [1]}},
                                 "b": {"type": "array", "items": {"type": "string"}},
                                 "c": {"type": "object", "additionalProperties": false},
                                 "d": {"type": "object",
                                       "additionalProperties": {"$ref": "#/x"}}}}}}]}}
                            """);
            ObjectNode back = CODEC.decode(CODEC.encode(object));
            assertThat(back.at("/spec/versions/0/schema"))
                    .isEqualTo(object.at("/spec/versions/0/schema"));
        }

        @Test
        void keepsTimesAndChoicesOfTypes() {
            ObjectNode object =
                    json(
                            """
                            {"kind": "Lease", "apiVersion": "coordination.k8s.io/v1",
                             "metadata": {"name": "l"},
                             "spec": {"renewTime": "2026-01-01T12:00:00.123456Z"}}
                            """);
            assertThat(CODEC.decode(CODEC.encode(object)).at("/spec"))
                    .isEqualTo(object.path("spec"));
            ObjectNode deployment =
                    json(
                            """
                            {"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {},
                             "spec": {"strategy": {"rollingUpdate":
                               {"maxSurge": "25%", "maxUnavailable": 1}}}}
                            """);
            assertThat(CODEC.decode(CODEC.encode(deployment)).at("/spec/strategy/rollingUpdate"))
                    .isEqualTo(deployment.at("/spec/strategy/rollingUpdate"));
        }

        @Test
        void coversListsAndStatus() {
            ObjectNode list =
                    json(
                            """
                            {"kind": "ConfigMapList", "apiVersion": "v1",
                             "metadata": {"resourceVersion": "7"},
                             "items": [{"metadata": {"name": "a"}, "data": {"k": "", "l": "x"}}]}
                            """);
            assertThat(CODEC.decode(CODEC.encode(list)).at("/items/0/data"))
                    .isEqualTo(list.at("/items/0/data"));
            ObjectNode status =
                    json(
                            """
                            {"kind": "Status", "apiVersion": "v1", "metadata": {},
                             "status": "Failure", "message": "m", "reason": "NotFound",
                             "details": {"name": "x", "kind": "pods"}, "code": 404}
                            """);
            assertThat(CODEC.decode(CODEC.encode(status))).isEqualTo(status);
        }
    }

    @Nested
    class Discovery {
        @Test
        void documentsOfNoGroupHaveAForm() {
            ObjectNode versions =
                    json(
                            """
                            {"kind": "APIVersions", "apiVersion": "", "versions": ["v1"],
                             "serverAddressByClientCIDRs":
                               [{"clientCIDR": "0.0.0.0/0", "serverAddress": "10.0.0.1:443"}]}
                            """);
            assertThat(CODEC.decode(CODEC.encode(versions))).isEqualTo(versions);
        }

        @Test
        void theAggregatedDocumentHasAForm() {
            ObjectNode document =
                    json(
                            """
                            {"kind": "APIGroupDiscoveryList",
                             "apiVersion": "apidiscovery.k8s.io/v2",
                             "items": [{"metadata": {"name": "apps"}, "versions": [
                               {"version": "v1", "freshness": "Current", "resources": [
                                 {"resource": "deployments", "scope": "Namespaced",
                                  "responseKind":
                                    {"group": "apps", "version": "v1", "kind": "Deployment"},
                                  "singularResource": "deployment", "verbs": ["get"]}]}]}]}
                            """);
            ObjectNode read = CODEC.decode(CODEC.encode(document));
            assertThat(read.at("/items/0/versions/0"))
                    .isEqualTo(document.at("/items/0/versions/0"));
        }
    }

    @Nested
    class Nulls {
        @Test
        void ofPointersAreNotWritten() {
            ObjectNode request =
                    json(
                            """
                            {"kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1",
                             "spec": {"audiences": ["a"], "boundObjectRef": null}}
                            """);
            assertThat(
                            CODEC.decode(CODEC.encode(request))
                                    .path("spec")
                                    .path("boundObjectRef")
                                    .isObject())
                    .isFalse();
        }
    }

    @Nested
    class Envelopes {
        @Test
        void takeFromTheRequestWhatTheyDoNotSay() {
            byte[] bare = {'k', '8', 's', 0, 0x12, 0};
            ProtobufCodec.Envelope envelope =
                    ProtobufCodec.open(bare)
                            .orElse(new GroupVersionKind("apps", "v1", "Deployment"));
            assertThat(envelope.apiVersion()).isEqualTo("apps/v1");
            assertThat(envelope.kind()).isEqualTo("Deployment");
        }
    }

    @Nested
    class Watching {
        @Test
        void framesBeginWithTheirLength() {
            ObjectNode object =
                    json(
                            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}");
            byte[] frame = CODEC.watchFrame("ADDED", object);
            assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(frame.length - 4);
            assertThat(new String(frame, StandardCharsets.ISO_8859_1)).contains("ADDED", "k8s\0");
        }
    }

    @Nested
    class Refusal {
        @Test
        void ofBytesWithoutTheMagic() {
            assertThatThrownBy(() -> CODEC.decode(new byte[] {1, 2, 3}))
                    .isInstanceOf(ProtobufException.class);
        }

        @Test
        void ofBytesThatEndEarly() {
            byte[] whole =
                    CODEC.encode(
                            json(
                                    "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}"));
            for (int length = 5; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                try {
                    CODEC.decode(part);
                } catch (ProtobufException e) {
                    assertThat(e).hasMessageNotContaining("null");
                }
            }
        }

        @Test
        void ofKindsWithoutAMessage() {
            assertThat(CODEC.supports(new GroupVersionKind("meta.k8s.io", "v1", "Table")))
                    .isFalse();
            assertThat(CODEC.supports(new GroupVersionKind("", "v1", "Secret"))).isTrue();
            assertThatThrownBy(() ->
                            CODEC.encode(json("{\"kind\":\"Widget\",\"apiVersion\":\"e.org/v1\"}")))
                    .hasMessage(
                            "no kind \"Widget\" is registered for version \"e.org/v1\" in scheme"
                                    + " \"pkg/runtime/scheme.go:111\"");
        }

        @Test
        void ofEnvelopesWithNothingInside() {
            assertThatThrownBy(() -> ProtobufCodec.open(new byte[0])).hasMessage("empty data");
            assertThatThrownBy(() -> ProtobufCodec.open(new byte[] {'k', '8', 's', 0}))
                    .hasMessage("empty body");
        }
    }
}
