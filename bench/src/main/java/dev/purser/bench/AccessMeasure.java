package dev.purser.bench;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.authz.RbacAuthorizer;
import dev.purser.server.authz.RbacIndex;
import dev.purser.server.authz.node.NodeAuthorizer;
import dev.purser.server.authz.node.NodeGraph;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How long it takes to decide who may do what in a large cluster, and what the indexes cost:
/// 10,000 roles with a binding each in 1,000 namespaces, users of 1,000 bindings, groups that are
/// bound everywhere, and 100 nodes with 10,000 pods. Each decision is timed by itself, which adds
/// some 25 ns to it.
public final class AccessMeasure {
    private static final int NAMESPACES = 1_000;
    private static final int BINDINGS = 10_000;
    private static final int MANY = 1_000;
    private static final int GROUPS = 20;
    private static final int NODES = 100;
    private static final int PODS_OF_A_NODE = 100;
    private static final int WARM_UP = 30_000;
    private static final int DECISIONS = 200_000;
    private static final int CHANGES = 200;
    private static final double KILOBYTE = 1024;
    private static final GroupVersionResource ROLES = rbac("roles");
    private static final GroupVersionResource CLUSTER_ROLES = rbac("clusterroles");
    private static final GroupVersionResource ROLE_BINDINGS = rbac("rolebindings");
    private static final GroupVersionResource CLUSTER_BINDINGS = rbac("clusterrolebindings");
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final PrintStream out;
    private final BenchObjects objects = new BenchObjects();

    /// What a decision is asked, by its number.
    private record Questions(
            Identity identity, boolean allowed, IntFunction<Attributes> attributes) {}

    public AccessMeasure(PrintStream out) {
        this.out = out;
    }

    public void run() {
        long before = usedBytes();
        RbacIndex index = new RbacIndex(objects);
        furnish();
        out.printf(
                Locale.ROOT,
                "%-56s %,9.0f kB%n",
                "index of %,d bindings and %,d roles"
                        .formatted(BINDINGS + 3 * MANY, BINDINGS + 2 * MANY),
                (usedBytes() - before) / KILOBYTE);
        measureRoles(new RbacAuthorizer(index));
        measureChanges(new RbacAuthorizer(index));
        measureNodes();
    }

    private void furnish() {
        for (int i = 0; i < BINDINGS; i++) {
            String namespace = namespace(i);
            role(ROLES, namespace, "role-" + i, rule("secrets", "get"));
            bind(ROLE_BINDINGS, namespace, "b-" + i, "Role", "role-" + i, "User", "user-" + i);
        }
        for (int i = 0; i < MANY; i++) {
            role(CLUSTER_ROLES, "", "many-" + i, rule("kind-" + i, "get"));
            bind(CLUSTER_BINDINGS, "", "m-" + i, "ClusterRole", "many-" + i, "User", "many");
            role(CLUSTER_ROLES, "", "named-" + i, named("secret-" + i));
            bind(CLUSTER_BINDINGS, "", "n-" + i, "ClusterRole", "named-" + i, "User", "named");
            bind(ROLE_BINDINGS, namespace(i), "g", "ClusterRole", "many-" + i, "Group", "all");
        }
    }

    private void measureRoles(Authorizer rbac) {
        String[] groups =
                IntStream.range(0, GROUPS).mapToObj(i -> "group-" + i).toArray(String[]::new);
        Identity user = Identity.of("user-77", groups);
        measure(rbac, "a binding of a user in 20 groups", asks(user, true, i -> secret(77, i)));
        measure(rbac, "no binding for it", asks(user, false, i -> secret(78 + i % 900, i)));
        Identity many = Identity.of("many", groups);
        measure(
                rbac,
                "one of a user's 1,000 bindings",
                asks(many, true, i -> of("kind-" + i % MANY, namespace(i), "x")));
        measure(
                rbac,
                "none of a user's 1,000 bindings",
                asks(many, false, i -> of("other", namespace(i), "x")));
        Identity named = Identity.of("named");
        measure(
                rbac,
                "one of 1,000 bindings to one Secret each",
                asks(named, true, i -> secretNamed(i, "secret-" + i % MANY)));
        measure(
                rbac,
                "none of 1,000 bindings to one Secret each",
                asks(named, false, i -> secretNamed(i, "another")));
        Identity all = Identity.of("anybody", "all");
        measure(
                rbac,
                "a group that is bound in every namespace",
                asks(all, true, i -> of("kind-" + i % MANY, namespace(i), "x")));
        measure(
                rbac,
                "the same, and not allowed",
                asks(all, false, i -> of("other", namespace(i), "x")));
    }

    private static Questions asks(
            Identity identity, boolean allowed, IntFunction<Attributes> attributes) {
        return new Questions(identity, allowed, attributes);
    }

    private void measureChanges(Authorizer rbac) {
        Identity many = Identity.of("many");
        Attributes asked = of("kind-7", "", "x");
        measureChange(
                "a role is written",
                () -> role(CLUSTER_ROLES, "", "many-7", rule("kind-7", "get")));
        measureChange(
                "a binding of a user's 1,000 is written",
                () -> bind(CLUSTER_BINDINGS, "", "m-7", "ClusterRole", "many-7", "User", "many"));
        measureChange(
                "a role is written, and the user of 1,000 bindings asks",
                () -> {
                    role(CLUSTER_ROLES, "", "many-7", rule("kind-7", "get"));
                    require(rbac, many, asked, true);
                });
    }

    private void measureChange(String name, Runnable change) {
        long[] nanos = new long[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            long start = System.nanoTime();
            change.run();
            nanos[i] = System.nanoTime() - start;
        }
        print(name, nanos);
    }

    private void measureNodes() {
        long before = usedBytes();
        NodeGraph graph = new NodeGraph(objects);
        for (int node = 0; node < NODES; node++) {
            for (int pod = 0; pod < PODS_OF_A_NODE; pod++) {
                objects.put(PODS, pod(node, pod));
            }
        }
        out.printf(
                Locale.ROOT,
                "%-56s %,9.0f kB%n",
                "graph of 100 nodes x 100 pods x 5 objects",
                (usedBytes() - before) / KILOBYTE);
        Authorizer authorizer = new NodeAuthorizer(graph, List.of());
        Identity node = Identity.of("system:node:node-7", "system:nodes");
        measure(
                authorizer,
                "a Secret of a pod on the node",
                asks(node, true, i -> of("secrets", "ns", "own-7-" + i % PODS_OF_A_NODE)));
        measure(
                authorizer,
                "a Secret that all pods use",
                asks(node, true, i -> of("secrets", "ns", "shared")));
        measure(
                authorizer,
                "a Secret of a pod elsewhere",
                asks(node, false, i -> of("secrets", "ns", "own-8-" + i % PODS_OF_A_NODE)));
    }

    private void measure(Authorizer authorizer, String name, Questions questions) {
        Attributes[] asked = new Attributes[MANY];
        Arrays.setAll(asked, questions.attributes());
        for (int i = 0; i < WARM_UP; i++) {
            require(authorizer, questions.identity(), asked[i % MANY], questions.allowed());
        }
        long[] nanos = new long[DECISIONS];
        for (int i = 0; i < DECISIONS; i++) {
            long start = System.nanoTime();
            Authorizer.Decision decision =
                    authorizer.authorize(questions.identity(), asked[i % MANY]);
            nanos[i] = System.nanoTime() - start;
            if (decision instanceof Allowed != questions.allowed()) {
                throw new IllegalStateException(name + ": wrongly " + decision);
            }
        }
        print(name, nanos);
    }

    private static void require(
            Authorizer authorizer, Identity identity, Attributes asked, boolean allowed) {
        if (authorizer.authorize(identity, asked) instanceof Allowed != allowed) {
            throw new IllegalStateException("wrongly decided: " + asked);
        }
    }

    private void print(String name, long[] nanos) {
        Arrays.sort(nanos);
        out.printf(
                Locale.ROOT,
                "%-56s p50 %,9d ns   p99 %,9d ns%n",
                name,
                nanos[nanos.length / 2],
                nanos[nanos.length * 99 / 100]);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String namespace(int number) {
        return "namespace-" + number % NAMESPACES;
    }

    private static Attributes secret(int owner, int number) {
        return secretNamed(owner, "s-" + number);
    }

    private static Attributes secretNamed(int owner, String name) {
        return of("secrets", namespace(owner), name);
    }

    private static Attributes of(String resource, String namespace, String name) {
        return new Attributes("get", "", "v1", resource, "", namespace, name, "");
    }

    private void role(GroupVersionResource resource, String namespace, String name, String rule) {
        objects.put(
                resource,
                object(
                        """
                        {"metadata":{"namespace":"%s","name":"%s"},"rules":[%s]}
                        """
                                .formatted(namespace, name, rule)));
    }

    private static String rule(String resource, String verb) {
        return """
        {"apiGroups":[""],"resources":["%s"],"verbs":["%s"]}\
        """
                .formatted(resource, verb);
    }

    private static String named(String name) {
        return """
        {"apiGroups":[""],"resources":["secrets"],"resourceNames":["%s"],"verbs":["get"]}\
        """
                .formatted(name);
    }

    private void bind(
            GroupVersionResource resource,
            String namespace,
            String name,
            String roleKind,
            String role,
            String subjectKind,
            String subject) {
        objects.put(
                resource,
                object(
                        """
                        {"metadata":{"namespace":"%s","name":"%s"},
                         "roleRef":{"kind":"%s","name":"%s"},
                         "subjects":[{"kind":"%s","name":"%s"}]}
                        """
                                .formatted(namespace, name, roleKind, role, subjectKind, subject)));
    }

    private static KubeObject pod(int node, int number) {
        return object(
                """
                {"metadata":{"namespace":"ns","name":"pod-%1$d-%2$d"},
                 "spec":{"nodeName":"node-%1$d","serviceAccountName":"default","volumes":[
                  {"name":"a","secret":{"secretName":"own-%1$d-%2$d"}},
                  {"name":"b","secret":{"secretName":"shared"}},
                  {"name":"c","configMap":{"name":"own-%1$d-%2$d"}},
                  {"name":"d","configMap":{"name":"shared"}}]}}
                """
                        .formatted(node, number));
    }

    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json));
    }

    private static GroupVersionResource rbac(String resource) {
        return new GroupVersionResource("rbac.authorization.k8s.io", "v1", resource);
    }
}
