package dev.purser.server.authz;

import static dev.purser.server.access.FakeObjects.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes and removes roles and bindings at random, and compares each decision of the index with
/// that of an evaluator that reads all objects anew.
class RbacRandomTests {
    private static final List<String> ROLES = List.of("a", "b", "c");

    /// So many that some have more bindings than are looked through one by one.
    private static final List<String> BINDINGS =
            IntStream.range(0, 60).mapToObj(i -> "b" + i).toList();

    private static final List<String> NAMESPACES = List.of("n1", "n2");
    private static final List<String> VERBS = List.of("get", "list", "delete", "*");
    private static final List<String> GROUPS = List.of("", "apps", "*");
    private static final List<String> RESOURCES =
            List.of("pods", "pods/log", "secrets", "*/log", "*");
    private static final List<String> URLS = List.of("/healthz", "/open*", "/openapi/v2", "*");

    private final FakeObjects objects = new FakeObjects();
    private final RbacAuthorizer authorizer = new RbacAuthorizer(new RbacIndex(objects));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theIndexDecidesAsTheObjectsSay(long seed) {
        Random random = new Random(seed);
        int allowed = 0;
        for (int step = 0; step < 400; step++) {
            change(random);
            for (int i = 0; i < 20; i++) {
                Identity identity = identity(random);
                Attributes attributes = attributes(random);
                boolean expected = naive(identity, attributes);
                assertThat(authorizer.authorize(identity, attributes) instanceof Allowed)
                        .as("seed %d, step %d: %s, %s", seed, step, identity, attributes)
                        .isEqualTo(expected);
                allowed += expected ? 1 : 0;
            }
        }
        assertThat(allowed).as("both answers occur").isBetween(100, 7900);
    }

    private void change(Random random) {
        String kind =
                pick(
                        random,
                        List.of("roles", "clusterroles", "rolebindings", "clusterrolebindings"));
        GroupVersionResource resource = rbac(kind);
        String namespace = kind.startsWith("cluster") ? "" : pick(random, NAMESPACES);
        String name = pick(random, kind.endsWith("bindings") ? BINDINGS : ROLES);
        boolean exists = objects.find(resource, namespace, name).isPresent();
        if (exists && random.nextInt(3) == 0) {
            objects.remove(resource, namespace, name);
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("metadata").put("name", name).put("namespace", namespace);
        if (kind.endsWith("roles")) {
            ArrayNode rules = json.putArray("rules");
            for (int i = random.nextInt(3); i > 0; i--) {
                rules.add(rule(random));
            }
        } else {
            String refKind = namespace.isEmpty() || random.nextBoolean() ? "ClusterRole" : "Role";
            json.putObject("roleRef").put("kind", refKind).put("name", pick(random, ROLES));
            ArrayNode subjects = json.putArray("subjects");
            for (int i = random.nextInt(3); i > 0; i--) {
                subjects.addObject()
                        .put("kind", pick(random, List.of("User", "Group", "ServiceAccount")))
                        .put("namespace", "n1")
                        .put("name", pick(random, ROLES));
            }
        }
        objects.put(resource, KubeObject.of(json));
    }

    private static ObjectNode rule(Random random) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putArray("verbs").add(pick(random, VERBS)).add(pick(random, VERBS));
        if (random.nextInt(4) == 0) {
            rule.putArray("nonResourceURLs").add(pick(random, URLS));
            return rule;
        }
        rule.putArray("apiGroups").add(pick(random, GROUPS));
        rule.putArray("resources").add(pick(random, RESOURCES));
        if (random.nextInt(3) == 0) {
            rule.putArray("resourceNames").add(pick(random, ROLES));
        }
        return rule;
    }

    private static Identity identity(Random random) {
        String name = pick(random, ROLES);
        String user = random.nextBoolean() ? name : "system:serviceaccount:n1:" + name;
        return Identity.of(user, pick(random, ROLES), Identity.AUTHENTICATED);
    }

    private static Attributes attributes(Random random) {
        String verb = pick(random, List.of("get", "list", "delete", "patch"));
        if (random.nextInt(4) == 0) {
            return Attributes.nonResource(
                    verb, pick(random, List.of("/healthz", "/openapi/v2", "/metrics")));
        }
        return new Attributes(
                verb,
                pick(random, List.of("", "apps")),
                "v1",
                pick(random, List.of("pods", "secrets")),
                pick(random, List.of("", "log")),
                pick(random, List.of("", "n1", "n2")),
                pick(random, List.of("", "a", "b")),
                "");
    }

    private boolean naive(Identity identity, Attributes attributes) {
        for (KubeObject binding : objects.list(rbac("clusterrolebindings"), "")) {
            if (grants(binding, identity, attributes)) {
                return true;
            }
        }
        if (attributes.namespace().isEmpty()) {
            return false;
        }
        return objects.list(rbac("rolebindings"), attributes.namespace()).stream()
                .anyMatch(binding -> grants(binding, identity, attributes));
    }

    private boolean grants(KubeObject binding, Identity identity, Attributes attributes) {
        boolean isSubject =
                elements(binding.json().path("subjects")).stream()
                        .anyMatch(subject -> isSubject(subject, identity));
        JsonNode ref = binding.json().path("roleRef");
        String name = ref.path("name").asString();
        var role =
                ref.path("kind").asString().equals("Role")
                        ? objects.find(rbac("roles"), binding.namespace(), name)
                        : objects.find(rbac("clusterroles"), "", name);
        return isSubject
                && role.isPresent()
                && elements(role.get().json().path("rules")).stream()
                        .anyMatch(rule -> matches(rule, attributes));
    }

    private static boolean isSubject(JsonNode subject, Identity identity) {
        String name = subject.path("name").asString();
        return switch (subject.path("kind").asString()) {
            case "User" -> identity.name().equals(name);
            case "Group" -> identity.groups().contains(name);
            default -> identity.name().equals("system:serviceaccount:n1:" + name);
        };
    }

    private static boolean matches(JsonNode rule, Attributes attributes) {
        if (!has(rule, "verbs", "*") && !has(rule, "verbs", attributes.verb())) {
            return false;
        }
        if (!attributes.isResourceRequest()) {
            return elements(rule.path("nonResourceURLs")).stream()
                    .map(JsonNode::asString)
                    .anyMatch(url ->
                            url.endsWith("*")
                                    ? attributes.path().startsWith(url.replace("*", ""))
                                    : url.equals(attributes.path()));
        }
        String sub = attributes.subresource();
        String full = sub.isEmpty() ? attributes.resource() : attributes.resource() + "/" + sub;
        boolean resource =
                has(rule, "resources", "*")
                        || has(rule, "resources", full)
                        || (!sub.isEmpty() && has(rule, "resources", "*/" + sub));
        boolean group = has(rule, "apiGroups", "*") || has(rule, "apiGroups", attributes.group());
        boolean name =
                rule.path("resourceNames").isEmpty()
                        || has(rule, "resourceNames", attributes.name());
        return resource && group && name;
    }

    private static boolean has(JsonNode rule, String field, String value) {
        return elements(rule.path(field)).stream().anyMatch(e -> e.asString().equals(value));
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
