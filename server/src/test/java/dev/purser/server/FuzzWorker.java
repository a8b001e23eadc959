package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import dev.purser.server.HttpProbe.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sends random requests about objects that nobody else touches, and knows what must be there. Not
/// thread-safe.
final class FuzzWorker {
    private static final List<String> QUERIES =
            List.of(
                    "",
                    "",
                    "",
                    "dryRun=All",
                    "fieldValidation=Strict",
                    "fieldValidation=Ignore",
                    "fieldManager=" + "m".repeat(130),
                    "limit=-1",
                    "continue=%00",
                    "labelSelector=a%20b",
                    "fieldSelector=%2C%2C",
                    "resourceVersion=x",
                    "pretty=true&%FF=%00",
                    "gracePeriodSeconds=-5",
                    "propagationPolicy=Foreground");
    private static final List<String> PATCHES =
            List.of(
                    "application/merge-patch+json",
                    "application/strategic-merge-patch+json",
                    "application/json-patch+json",
                    "application/apply-patch+yaml",
                    "text/plain");
    private static final List<String> NAMES = List.of("one", "two", "three");

    private final HttpProbe http;
    private final Schemas schemas;
    private final String id;
    private final Random random;
    private final RandomObjects objects;

    /// What was acknowledged last of each object, by its path.
    private final Map<String, JsonNode> present = new HashMap<>();

    FuzzWorker(HttpProbe http, Schemas schemas, String id, Random random) {
        this.http = http;
        this.schemas = schemas;
        this.id = id;
        this.random = random;
        this.objects = new RandomObjects(random);
    }

    /// The namespace that is this worker's own.
    String namespace() {
        return id;
    }

    /// Sends a request about an object of a type and checks what comes back.
    void step(ResourceType type) {
        String name = id + "-" + objects.oneOf(NAMES);
        Target target = new Target(type, collection(type), name);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> create(target);
            case 3, 4 -> replace(target);
            case 5, 6, 7 -> patch(target);
            case 8 -> delete(target);
            default -> read(target);
        }
    }

    private record Target(ResourceType type, String collection, String name) {
        String path() {
            return collection + "/" + name;
        }
    }

    private String collection(ResourceType type) {
        String group =
                type.kind().group().isEmpty()
                        ? "/api/" + type.kind().version()
                        : "/apis/" + type.kind().group() + "/" + type.kind().version();
        String scope = type.isNamespaced() ? "/namespaces/" + id : "";
        return group + scope + "/" + type.names().plural();
    }

    private ObjectSchema schema(ResourceType type) {
        return schemas.find(type.kind()).orElseThrow();
    }

    private void create(Target target) {
        ObjectNode object = objects.object(target.type.kind(), schema(target.type), target.name);
        written(target, send("POST", target.collection, body(object), "application/json"));
    }

    private void replace(Target target) {
        JsonNode known = present.get(target.path());
        ObjectNode next =
                known instanceof ObjectNode current && objects.oneIn(2)
                        ? current.deepCopy()
                        : objects.object(target.type.kind(), schema(target.type), target.name);
        next.setAll(objects.part(schema(target.type)));
        written(target, send("PUT", target.path(), body(next), "application/json"));
    }

    private void patch(Target target) {
        String type = objects.oneOf(PATCHES);
        ObjectNode part = objects.part(schema(target.type));
        JsonNode patch = part;
        if (type.contains("json-patch")) {
            ObjectNode operation = JsonNodeFactory.instance.objectNode();
            operation.put("op", objects.oneOf(List.of("add", "replace", "remove", "test", "copy")));
            operation.put(
                    "path",
                    "/" + part.propertyStream().map(Map.Entry::getKey).findFirst().orElse("x"));
            operation.put("from", "/metadata/labels");
            operation.set("value", part.iterator().hasNext() ? part.iterator().next() : part);
            patch = JsonNodeFactory.instance.arrayNode().add(operation);
        } else if (type.contains("apply")) {
            part.put("apiVersion", target.type.kind().apiVersion());
            part.put("kind", target.type.kind().kind());
            part.putObject("metadata").put("name", target.name);
        }
        String manager = "?fieldManager=" + objects.oneOf(List.of("x", "y", "z"));
        String force = type.contains("apply") && objects.oneIn(2) ? "&force=true" : "";
        written(target, send("PATCH", target.path() + manager + force, body(patch), type));
    }

    private void delete(Target target) {
        Reply reply = send("DELETE", target.path(), new byte[0], "application/json");
        if (reply.status() < 300 && !isTried(reply)) {
            settle(target.path());
        }
    }

    private void read(Target target) {
        if (objects.oneIn(2)) {
            send("GET", target.collection, new byte[0], "application/json");
        }
        check(target.path());
    }

    /// The text of a body, now and then broken.
    private byte[] body(JsonNode json) {
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        if (!objects.oneIn(25) || text.length == 0) {
            return text;
        }
        if (objects.oneIn(2)) {
            return Arrays.copyOf(text, random.nextInt(text.length));
        }
        byte[] broken = text.clone();
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        return broken;
    }

    private Reply send(String method, String path, byte[] body, String type) {
        String query = objects.oneOf(QUERIES);
        String separator = path.contains("?") ? "&" : "?";
        String whole = query.isEmpty() ? path : path + separator + query;
        Reply reply = answer(method, whole, body, type);
        boolean isDefect =
                reply.status() == 500
                        && reply.text().contains("InternalError")
                        // A port that cannot be had is an internal error of Kubernetes as well.
                        && !reply.text()
                                .contains("failed to allocate requested HealthCheck NodePort");
        assertThat(isDefect)
                .as("%s %s with %s: %s", method, whole, text(body), reply.text())
                .isFalse();
        return reply;
    }

    private Reply answer(String method, String path, byte[] body, String type) {
        try {
            return http.send(method, path, body, "Content-Type", type);
        } catch (IllegalStateException e) {
            throw new AssertionError(
                    "no answer to %s %s with %s".formatted(method, path, text(body)), e);
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isTried(Reply reply) {
        String query = reply.response().uri().getRawQuery();
        return query != null && query.contains("dryRun=All");
    }

    /// Notes what a write left, if it did anything.
    private void written(Target target, Reply reply) {
        if (reply.status() >= 300 || isTried(reply)) {
            check(target.path());
            return;
        }
        JsonNode object = reply.json();
        boolean stored = object.at("/metadata").has("resourceVersion");
        if (stored && object.at("/metadata/name").asString("").equals(target.name)) {
            present.put(target.path(), object);
            check(target.path());
        }
    }

    /// Learns what a deletion left: nothing, or an object that waits for its end.
    private void settle(String path) {
        Reply now = http.get(path);
        if (now.status() == 404) {
            present.remove(path);
        } else {
            assertThat(now.json().at("/metadata").has("deletionTimestamp")).as(path).isTrue();
            present.put(path, now.json());
        }
    }

    /// Compares an object with what was acknowledged last.
    private void check(String path) {
        JsonNode expected = present.get(path);
        Reply now = http.get(path);
        if (expected == null) {
            assertThat(now.status()).as(path).isIn(404, 405);
        } else if (now.status() == 404) {
            // The last write may have taken the last finalizer of an object that was to end.
            assertThat(expected.at("/metadata").has("deletionTimestamp")).as(path).isTrue();
            present.remove(path);
        } else {
            assertThat(asSent(now.json())).as(path).isEqualTo(asSent(expected));
        }
    }

    /// An object without what the server adds to it by itself later: it writes into the status of
    /// FlowSchemas whether their priority levels exist.
    private static JsonNode asSent(JsonNode object) {
        if (!object.path("kind").asString("").equals("FlowSchema")) {
            return object;
        }
        ObjectNode sent = (ObjectNode) object.deepCopy();
        sent.remove("status");
        sent.withObject("/metadata").remove(List.of("resourceVersion", "managedFields"));
        return sent;
    }

    /// Compares everything, and says how much that was.
    int checkAll() {
        List.copyOf(present.keySet()).forEach(this::check);
        return present.size();
    }
}
