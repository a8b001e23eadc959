package dev.purser.api.managed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FieldOwnersTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Schemas SCHEMAS = Schemas.load();
    private static final Catalog CATALOG = Catalog.load();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");

    private final FieldOwners owners = new FieldOwners(InstantSource.fixed(NOON));

    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) MAPPER.readTree(json));
    }

    private static KubeObject configMap(String data) {
        return object(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"x\",\"uid\":\"1\"},\"data\":"
                        + data
                        + "}");
    }

    private static ObjectSchema schemaOf(KubeObject object) {
        return SCHEMAS.find(object.groupVersionKind()).orElseThrow();
    }

    private static FieldWriter writer(String name) {
        return new FieldWriter(name, "v1", "", FieldSet.EMPTY);
    }

    private KubeObject created(String writer, String data) {
        KubeObject object = configMap(data);
        owners.recordCreate(object, schemaOf(object), writer(writer));
        return object;
    }

    private KubeObject updated(KubeObject stored, String writer, String data) {
        KubeObject object = configMap(data);
        owners.recordUpdate(stored, object, schemaOf(object), writer(writer));
        return object;
    }

    private static JsonNode entries(KubeObject object) {
        return object.metadata().path("managedFields");
    }

    @Nested
    class ItemsWithoutTheirKey {
        private static KubeObject account(String secrets) {
            return object(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"x\"},"
                            + "\"secrets\":[%s]}".formatted(secrets));
        }

        @Test
        void leaveCreatesUnrecorded() {
            KubeObject account = account("{}");
            owners.recordCreate(account, schemaOf(account), writer("one"));
            assertThat(account.metadata().has("managedFields")).isFalse();
        }

        @Test
        void leaveTheOwnersOfUpdatesAsTheyWere() {
            KubeObject stored = account("{\"name\":\"a\"}");
            owners.recordCreate(stored, schemaOf(stored), writer("one"));
            KubeObject account = account("{}");
            owners.recordUpdate(stored, account, schemaOf(account), writer("two"));
            assertThat(entries(account)).isEqualTo(entries(stored));
        }
    }

    /// Writes of which a real server recorded the object before and after.
    @Nested
    class Recorded {
        @TestFactory
        Stream<DynamicTest> writesGiveTheRecordedOwners() throws IOException {
            try (InputStream in = FieldOwnersTests.class.getResourceAsStream("recorded.jsonl")) {
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
            KubeObject after = KubeObject.of((ObjectNode) line.path("after")).copy();
            JsonNode expected = withoutTimes(entries(after));
            after.metadata().remove("managedFields");
            String subresource = line.path("subresource").asString();
            FieldWriter writer =
                    new FieldWriter(
                            line.path("manager").asString(),
                            after.json().path("apiVersion").asString(),
                            subresource,
                            IgnoredFields.of(
                                    CATALOG.find(after.groupVersionKind()).orElseThrow(),
                                    subresource));
            if (line.path("before") instanceof ObjectNode before) {
                owners.recordUpdate(KubeObject.of(before), after, schemaOf(after), writer);
            } else {
                owners.recordCreate(after, schemaOf(after), writer);
            }
            assertThat(withoutTimes(entries(after)).valueStream())
                    .containsExactlyInAnyOrderElementsOf(expected.valueStream().toList());
        }

        private JsonNode withoutTimes(JsonNode list) {
            JsonNode copy = list.deepCopy();
            copy.forEach(entry -> ((ObjectNode) entry).remove("time"));
            return copy;
        }
    }

    @Nested
    class Update {
        @Test
        void takesWhatItChangesFromOthers() {
            KubeObject stored = created("one", "{\"a\":\"1\",\"b\":\"1\"}");
            KubeObject updated = updated(stored, "two", "{\"a\":\"2\",\"b\":\"1\"}");
            assertThat(entries(updated).valueStream().map(e -> e.path("fieldsV1").toString()))
                    .containsExactly(
                            "{\"f:data\":{\".\":{},\"f:b\":{}}}", "{\"f:data\":{\"f:a\":{}}}");
        }

        @Test
        void forgetsOwnersOfNothing() {
            KubeObject stored = created("one", "{\"a\":\"1\"}");
            KubeObject second = updated(stored, "two", "{\"a\":\"1\",\"b\":\"1\"}");
            KubeObject third = updated(second, "three", "{\"a\":\"1\"}");
            assertThat(entries(third).valueStream().map(e -> e.path("manager").asString()))
                    .containsExactly("one");
        }

        @Test
        void keepsTheTimeOfWhoChangedNothing() {
            KubeObject stored = created("one", "{\"a\":\"1\"}");
            KubeObject same =
                    new FieldOwnersAt(NOON.plusSeconds(60)).update(stored, "one", "{\"a\":\"1\"}");
            KubeObject changed =
                    new FieldOwnersAt(NOON.plusSeconds(60)).update(stored, "one", "{\"a\":\"2\"}");
            assertThat(entries(same).path(0).path("time").asString())
                    .isEqualTo("2026-01-01T12:00:00Z");
            assertThat(entries(changed).path(0).path("time").asString())
                    .isEqualTo("2026-01-01T12:01:00Z");
        }

        @Test
        void clearsAllOwnersOnRequestAndRecordsNoneFromThenOn() {
            KubeObject stored = created("one", "{\"a\":\"1\"}");
            KubeObject reset = configMap("{\"a\":\"2\"}");
            reset.metadata().putArray("managedFields").addObject();
            owners.recordUpdate(stored, reset, schemaOf(reset), writer("two"));
            assertThat(reset.metadata().has("managedFields")).isFalse();

            KubeObject later = updated(reset, "two", "{\"a\":\"3\"}");
            assertThat(later.metadata().has("managedFields")).isFalse();
        }

        @Test
        void anEmptyListClearsAllOwnersToo() {
            KubeObject stored = configMap("{\"a\":\"1\"}");
            owners.recordCreate(stored, schemaOf(stored), writer("one"));
            KubeObject updated = configMap("{\"a\":\"2\"}");
            updated.metadata().putArray("managedFields");
            owners.recordUpdate(stored, updated, schemaOf(stored), writer("two"));
            assertThat(updated.metadata().has("managedFields")).isFalse();
        }

        @Test
        void keepsTheStoredOwnersWhenThoseSentMakeNoSense() {
            KubeObject stored = created("one", "{\"a\":\"1\"}");
            KubeObject sent = configMap("{\"a\":\"1\"}");
            sent.metadata()
                    .putArray("managedFields")
                    .addObject()
                    .put("manager", "x")
                    .put("operation", "Guess");
            owners.recordUpdate(stored, sent, schemaOf(sent), writer("two"));
            assertThat(entries(sent)).isEqualTo(entries(stored));
        }

        @Test
        void mergesTheOldestBeyondTenUpdaters() {
            KubeObject object = created("m0", "{\"k0\":\"1\"}");
            StringBuilder data = new StringBuilder("\"k0\":\"1\"");
            for (int i = 1; i <= 12; i++) {
                data.append(",\"k").append(i).append("\":\"1\"");
                object =
                        new FieldOwnersAt(NOON.plusSeconds(i))
                                .update(object, "m" + i, "{" + data + "}");
            }
            assertThat(entries(object).size()).isEqualTo(10);
            JsonNode merged =
                    entries(object)
                            .valueStream()
                            .filter(e -> e.path("manager").asString().equals("ancient-changes"))
                            .findFirst()
                            .orElseThrow();
            assertThat(merged.path("fieldsV1").path("f:data").propertyNames())
                    .contains("f:k0", "f:k1", "f:k2", "f:k3");
        }

        private record FieldOwnersAt(Instant time) {
            KubeObject update(KubeObject stored, String writer, String data) {
                KubeObject object = configMap(data);
                new FieldOwners(InstantSource.fixed(time))
                        .recordUpdate(stored, object, schemaOf(object), writer(writer));
                return object;
            }
        }
    }

    @Nested
    class Names {
        @Test
        void comeFromTheParameterOrTheUserAgent() {
            assertThat(ManagerName.of("mine", "kubectl/v1.32")).isEqualTo("mine");
            assertThat(ManagerName.of("", "kubectl/v1.32 (linux)")).isEqualTo("kubectl");
            assertThat(ManagerName.of("", "Go-http-client")).isEqualTo("Go-http-client");
            assertThat(ManagerName.of("", "")).isEqualTo("unknown");
            assertThat(ManagerName.of("", "a\u0007b/1")).isEqualTo("ab");
            assertThat(ManagerName.of("", "x".repeat(200))).hasSize(128);
        }
    }
}
