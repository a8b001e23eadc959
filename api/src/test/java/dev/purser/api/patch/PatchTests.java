package dev.purser.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PatchTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Schemas SCHEMAS = Schemas.load();

    private static ObjectNode json(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    private static Patched apply(PatchType type, String patch, String object) {
        ObjectNode current = json(object);
        ObjectSchema schema = SCHEMAS.find(KubeObject.of(current).groupVersionKind()).orElseThrow();
        return type.read(MAPPER.readTree(patch), List.of()).apply(current, schema);
    }

    /// Patches of which a real server recorded the object before and after, less the defaults that
    /// were set in between.
    @Nested
    class Recorded {
        @TestFactory
        Stream<DynamicTest> patchesGiveTheRecordedObject() throws IOException {
            try (InputStream in = PatchTests.class.getResourceAsStream("recorded.jsonl")) {
                List<String> lines =
                        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
                assertThat(lines).isNotEmpty();
                return lines.stream()
                        .map(MAPPER::readTree)
                        .map(recording ->
                                DynamicTest.dynamicTest(
                                        recording.path("name").asString(), () -> check(recording)));
            }
        }

        private void check(JsonNode recording) {
            ObjectNode before = (ObjectNode) recording.path("before");
            ObjectSchema schema =
                    SCHEMAS.find(KubeObject.of(before).groupVersionKind()).orElseThrow();
            Patched patched =
                    PatchType.of(recording.path("type").asString())
                            .orElseThrow()
                            .read(recording.path("patch"), List.of())
                            .apply(before, schema);
            assertThat(patched.object()).isEqualTo(recording.path("after"));
        }
    }

    @Nested
    class Json {
        private static final String OBJECT =
                """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"finalizers": ["a", "b"]},
                 "data": {"k": "v"}}
                """;

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"op\":\"replace\",\"path\":\"/data/new\",\"value\":\"x\"}|/data/new|\"x\"",
                    "{\"op\":\"add\",\"path\":\"/metadata/finalizers/-1\",\"value\":\"x\"}|/metadata/finalizers/2|\"x\"",
                    "{\"op\":\"copy\",\"from\":\"/data/none\",\"path\":\"/data/k\"}|/data/k|null",
                    "{\"op\":\"replace\",\"path\":\"/metadata/finalizers/-1\",\"value\":\"x\"}|/metadata/finalizers/1|\"x\"",
                })
        void isAsLenientAsKubernetes(String operation, String pointer, String expected) {
            Patched patched = apply(PatchType.JSON, "[" + operation + "]", OBJECT);
            assertThat(patched.object().at(pointer)).hasToString(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"op\":\"remove\",\"path\":\"/data/none\"}",
                    "{\"op\":\"add\",\"path\":\"/none/deep\",\"value\":1}",
                    "{\"op\":\"add\",\"path\":\"/metadata/finalizers/3\",\"value\":\"x\"}",
                    "{\"op\":\"replace\",\"path\":\"/metadata/finalizers/2\",\"value\":\"x\"}",
                    "{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"other\"}",
                    "{\"op\":\"jump\",\"path\":\"/data/k\"}",
                    "{\"op\":\"remove\"}",
                    "{\"op\":\"add\",\"path\":\"data\",\"value\":1}",
                    "{\"op\":\"replace\",\"path\":\"\",\"value\":[]}",
                    "{\"op\":\"move\",\"path\":\"/data/k\"}",
                })
        void refusesWhatDoesNotApplyWithoutSayingWhy(String operation) {
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() -> apply(PatchType.JSON, "[" + operation + "]", OBJECT))
                    .withMessage("the server rejected our request due to an error in our request")
                    .returns(422, StatusException::code)
                    .satisfies(error -> assertThat(error.details().orElseThrow()).isEmpty());
        }

        @Test
        void buildsNothingDeeperThanATextMayBe() {
            String deep = "{\"a\":".repeat(240) + "{}" + "}".repeat(240);
            String add = "{\"op\":\"add\",\"path\":\"/data/d\",\"value\":%s}".formatted(deep);
            String within = "/data" + "/a".repeat(20);
            String[] further = {
                "{\"op\":\"move\",\"from\":\"/data/d\",\"path\":\"%s\"}".formatted(within),
                "{\"op\":\"copy\",\"from\":\"/data/d\",\"path\":\"%s\"}".formatted(within),
                "{\"op\":\"add\",\"path\":\"%s\",\"value\":%s}".formatted(within, deep),
                "{\"op\":\"replace\",\"path\":\"%s\",\"value\":%s}".formatted(within, deep),
            };
            String room = "{\"op\":\"add\",\"path\":\"/data/a\",\"value\":%s}".formatted(deep);
            assertThat(apply(PatchType.JSON, "[%s,%s]".formatted(add, room), OBJECT).object())
                    .isNotEmpty();
            for (String operation : further) {
                String patch = "[%s,%s,%s]".formatted(add, room, operation);
                assertThatThrownBy(() -> apply(PatchType.JSON, patch, OBJECT))
                        .hasMessage(
                                "the server rejected our request due to an error in our request");
            }
        }

        @Test
        void refusesOtherShapes() {
            assertThatThrownBy(() -> apply(PatchType.JSON, "{}", OBJECT))
                    .hasMessage(
                            "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
            assertThatThrownBy(() -> apply(PatchType.JSON, "[{\"op\":1}]", OBJECT))
                    .hasMessage(
                            "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string");
        }

        @Test
        void notesUnknownMembersOfOperations() {
            String operation = "[{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"v\",\"why\":1}]";
            assertThat(apply(PatchType.JSON, operation, OBJECT).strictErrors())
                    .containsExactly("json patch unknown field \"[0].why\"");
        }

        @Test
        void leavesTheCurrentObjectAlone() {
            ObjectNode current = json(OBJECT);
            Patch patch =
                    PatchType.JSON.read(
                            MAPPER.readTree("[{\"op\":\"remove\",\"path\":\"/data\"}]"), List.of());
            patch.apply(current, SCHEMAS.find("io.k8s.api.core.v1.ConfigMap").orElseThrow());
            assertThat(current).isEqualTo(json(OBJECT));
        }
    }

    @Nested
    class MergeErrors {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "[]|error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}",
                    "\"x\"|error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}",
                    "null|Invalid JSON Patch",
                })
        void areThoseOfKubernetes(String patch, String message) {
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() ->
                            apply(
                                    PatchType.MERGE,
                                    patch,
                                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}"))
                    .withMessage(message)
                    .returns(StatusReason.BAD_REQUEST, StatusException::reason);
        }
    }

    @Nested
    class StrategicErrors {
        private static final String OBJECT =
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": {"a": "b"}},
                 "spec": {"replicas": 2, "strategy": {"type": "RollingUpdate"},
                  "template": {"spec": {"containers": [
                    {"name": "web", "image": "w:1"}, {"name": "log", "image": "l:1"}]}}}}
                """;

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"x:1\"}]}}}}|500|map: map[image:x:1] does not contain declared merge key: name",
                    "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":1}}}}|400|invalid patch format of retainKeys",
                    "{\"spec\":{\"template\":{\"spec\":{\"containers\":{\"name\":\"web\"}}}}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[template:map[spec:map[containers:map[name:web]]]]]\": cannot restore slice from map",
                    "{\"spec\":{\"replicas\":\"three\"}}|422| \"\" is invalid: patch: Invalid value: \"map[spec:map[replicas:three]]\": unrecognized type: int32",
                    "{\"metadata\":{\"labels\":[\"a\"]}}|422| \"\" is invalid: patch: Invalid value: \"map[metadata:map[labels:[a]]]\": cannot restore map from slice",
                    "{\"spec\":{\"$patch\":\"merge\"}}|500|unknown patch type: merge in map: map[$patch:merge]",
                    "[1]|400|json: cannot unmarshal array into Go value of type map[string]interface {}",
                },
                ignoreLeadingAndTrailingWhitespace = false)
        void areThoseOfKubernetes(String patch, int code, String message) {
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() -> apply(PatchType.STRATEGIC_MERGE, patch, OBJECT))
                    .withMessage(message)
                    .returns(code, StatusException::code);
        }

        @Test
        void tellThatTheOrderListMissesAnItem() {
            String patch =
                    """
                    {"spec": {"template": {"spec": {
                      "$setElementOrder/containers": [{"name": "web"}],
                      "containers": [{"name": "log", "image": "l:9"}]}}}}
                    """;
            assertThatThrownBy(() -> apply(PatchType.STRATEGIC_MERGE, patch, OBJECT))
                    .hasMessage(
                            "The order in patch list:\n[map[image:l:9 name:log]]\n doesn't match"
                                    + " $setElementOrder list:\n[map[name:web]]\n");
        }
    }

    @Nested
    class StrategicPrimitiveLists {
        private static final String OBJECT =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"finalizers\":[\"a\",\"b\",\"c\"]}}";

        @Test
        void mergeAsSets() {
            Patched patched =
                    apply(
                            PatchType.STRATEGIC_MERGE,
                            "{\"metadata\":{\"finalizers\":[\"d\",\"b\"]}}",
                            OBJECT);
            assertThat(patched.object().at("/metadata/finalizers"))
                    .extracting(JsonNode::asString)
                    .containsExactlyInAnyOrder("a", "b", "c", "d");
        }

        @Test
        void loseWhatTheDirectiveNames() {
            String patch =
                    "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"b\"],"
                            + "\"$setElementOrder/finalizers\":[\"c\",\"a\"]}}";
            Patched patched = apply(PatchType.STRATEGIC_MERGE, patch, OBJECT);
            assertThat(patched.object().at("/metadata/finalizers"))
                    .extracting(JsonNode::asString)
                    .containsExactly("c", "a");
        }
    }

    @Nested
    class Unchecked {
        private static Patch read(PatchType type, String body) {
            return type.read(MAPPER.readTree(body), List.of(), FieldValidation.IGNORE);
        }

        @Test
        void operationsThatAreNoneFailOnlyWhenTheyApply() {
            Patch patch = read(PatchType.JSON, "[{\"op\":5,\"path\":\"/data\"},null]");
            ObjectSchema schema = SCHEMAS.find("io.k8s.api.core.v1.ConfigMap").orElseThrow();
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() -> patch.apply(json("{}"), schema))
                    .matches(failure -> failure.reason() == StatusReason.INVALID);
        }

        @Test
        void listsMustHoldOperations() {
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() -> read(PatchType.JSON, "[5]"))
                    .withMessage(
                            "json: cannot unmarshal number into Go value of type"
                                    + " jsonpatch.Operation");
        }
    }

    /// The text by which messages show the result: Go sorts what it has decoded.
    @Nested
    class ShownResult {
        private static final String OBJECT =
                """
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"<x>","labels":{"b":"","a":""}}}\
                """;

        @Test
        void ofAMergePatchIsSortedWhereThePatchWent() {
            Patched patched = apply(PatchType.MERGE, "{\"data\":{\"b\":\"\",\"a\":\"\"}}", OBJECT);
            assertThat(patched.shown())
                    .isEqualTo(
                            """
                            {"apiVersion":"v1","data":{"a":"","b":""},"kind":"ConfigMap",\
                            "metadata":{"name":"\\u003cx\\u003e","labels":{"b":"","a":""}}}\
                            """);
        }

        @Test
        void ofAJsonPatchIsSortedWhereThePatchWent() {
            String add = "[{\"op\":\"add\",\"path\":\"/metadata/labels/c\",\"value\":\"\"}]";
            assertThat(apply(PatchType.JSON, add, OBJECT).shown())
                    .isEqualTo(
                            """
                            {"apiVersion":"v1","kind":"ConfigMap",\
                            "metadata":{"labels":{"a":"","b":"","c":""},"name":"\\u003cx\\u003e"}}\
                            """);
        }
    }
}
