package dev.purser.api.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ServerSideApplyTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Schemas SCHEMAS = Schemas.load();
    private static final Catalog CATALOG = Catalog.load();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ServerSideApply apply = new ServerSideApply(InstantSource.fixed(NOON));

    private static KubeObject configMap(String rest) {
        return KubeObject.of(
                (ObjectNode)
                        MAPPER.readTree(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\"}"
                                        + rest
                                        + "}"));
    }

    private KubeObject apply(Optional<KubeObject> stored, KubeObject configuration, String by) {
        return apply.apply(
                new ServerSideApply.Application(
                        stored,
                        configuration,
                        SCHEMAS.find(configuration.groupVersionKind()).orElseThrow(),
                        new FieldWriter(by, "v1", "", FieldSet.EMPTY),
                        ServerSideApply.OnConflict.FAIL));
    }

    /// Applies of which a real server recorded the object before and the answer.
    @Nested
    class Recorded {
        @TestFactory
        Stream<DynamicTest> appliesGiveTheRecordedAnswer() throws IOException {
            try (InputStream in = ServerSideApplyTests.class.getResourceAsStream("applied.jsonl")) {
                List<String> lines =
                        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
                assertThat(lines).isNotEmpty();
                return lines.stream()
                        .map(MAPPER::readTree)
                        .map(line ->
                                DynamicTest.dynamicTest(
                                        line.path("name").asString(), () -> check(line)));
            }
        }

        private void check(JsonNode line) {
            if (line.has("message")) {
                assertThatExceptionOfType(StatusException.class)
                        .isThrownBy(() -> applied(line))
                        .withMessage(line.path("message").asString())
                        .satisfies(error ->
                                assertThat(error.details().map(JsonNode::toString))
                                        .isEqualTo(details(line)));
                return;
            }
            KubeObject result = applied(line);
            KubeObject expected = KubeObject.of((ObjectNode) line.path("after"));
            assertThat(owners(result)).containsExactlyInAnyOrderElementsOf(owners(expected));
            if (result.kind().equals("ConfigMap")) {
                assertThat(stringsOf(result.json().path("data")))
                        .isEqualTo(stringsOf(expected.json().path("data")));
                assertThat(result.labels()).isEqualTo(expected.labels());
            }
        }

        private Optional<String> details(JsonNode line) {
            if (!line.path("details").isObject()) {
                return Optional.empty();
            }
            ObjectNode details = MAPPER.createObjectNode();
            var causes = details.putArray("causes");
            for (JsonNode cause : line.path("details").path("causes")) {
                causes.addObject()
                        .put("reason", cause.path("reason").asString())
                        .put("message", cause.path("message").asString())
                        .put("field", cause.path("field").asString());
            }
            return Optional.of(details.toString());
        }

        private List<String> stringsOf(JsonNode data) {
            return data.properties().stream()
                    .map(e -> e.getKey() + "=" + e.getValue().asString(""))
                    .sorted()
                    .toList();
        }

        private KubeObject applied(JsonNode line) {
            KubeObject configuration =
                    KubeObject.of((ObjectNode) line.path("configuration")).copy();
            String subresource = line.path("subresource").asString();
            return apply.apply(
                    new ServerSideApply.Application(
                            Optional.of(line.path("before"))
                                    .filter(JsonNode::isObject)
                                    .map(before -> KubeObject.of((ObjectNode) before)),
                            configuration,
                            SCHEMAS.find(configuration.groupVersionKind()).orElseThrow(),
                            new FieldWriter(
                                    line.path("manager").asString(),
                                    configuration.json().path("apiVersion").asString(),
                                    subresource,
                                    IgnoredFields.of(
                                            CATALOG.find(configuration.groupVersionKind())
                                                    .orElseThrow(),
                                            subresource)),
                            line.path("force").asBoolean()
                                    ? ServerSideApply.OnConflict.FORCE
                                    : ServerSideApply.OnConflict.FAIL));
        }

        private List<JsonNode> owners(KubeObject object) {
            return object.metadata()
                    .path("managedFields")
                    .valueStream()
                    .map(entry -> {
                        ObjectNode copy = (ObjectNode) entry.deepCopy();
                        if (copy.has("time")) {
                            copy.put("time", "some");
                        }
                        return (JsonNode) copy;
                    })
                    .toList();
        }
    }

    @Nested
    class Ownership {
        @Test
        void ofWhatWasThereBeforeStaysWithWhoeverSetIt() {
            KubeObject stored = configMap(",\"data\":{\"a\":\"1\",\"b\":\"1\"}");
            stored.metadata().put("uid", "1");
            KubeObject applied =
                    apply(Optional.of(stored), configMap(",\"data\":{\"a\":\"1\"}"), "one");
            assertThat(applied.metadata().path("managedFields").valueStream())
                    .extracting(entry -> entry.path("manager").asString())
                    .containsExactly("one", "before-first-apply");
            assertThat(applied.json().path("data")).isEqualTo(stored.json().path("data"));
        }

        @Test
        void endsWithTheLastFieldOfTheLastOwner() {
            KubeObject first = apply(Optional.empty(), configMap(",\"data\":{\"a\":\"1\"}"), "one");
            KubeObject second = apply(Optional.of(first), configMap(""), "one");
            assertThat(second.json().path("data").path("a").isMissingNode()).isTrue();
            assertThat(second.metadata().has("managedFields")).isFalse();
        }

        @Test
        void listsAllConflicts() {
            KubeObject first =
                    apply(
                            Optional.empty(),
                            configMap(",\"data\":{\"a\":\"1\",\"b\":\"1\"}"),
                            "one");
            assertThatThrownBy(() ->
                            apply(
                                    Optional.of(first),
                                    configMap(",\"data\":{\"a\":\"2\",\"b\":\"2\"}"),
                                    "two"))
                    .hasMessage(
                            "Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b");
        }
    }
}
