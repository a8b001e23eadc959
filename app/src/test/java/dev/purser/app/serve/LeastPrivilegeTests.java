package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.PatchType;
import dev.purser.server.request.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Purser's own parts have the rights of Kubernetes' components and no more, and those are enough
/// for their work.
class LeastPrivilegeTests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final GroupVersionResource PODS = core("pods");
    private static final GroupVersionResource NODES = core("nodes");
    private static final GroupVersionResource NAMESPACES = core("namespaces");
    private static final GroupVersionResource CLAIMS = core("persistentvolumeclaims");
    private static final GroupVersionResource QUOTAS = core("resourcequotas");
    private static final GroupVersionResource SECRETS = core("secrets");
    private static final GroupVersionResource DEPLOYMENTS =
            new GroupVersionResource("apps", "v1", "deployments");
    private static final GroupVersionResource SETS =
            new GroupVersionResource("apps", "v1", "replicasets");
    private static final GroupVersionResource BUDGETS =
            new GroupVersionResource("policy", "v1", "poddisruptionbudgets");
    private static final GroupVersionResource ROLES =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles");
    private static final GroupVersionResource BINDINGS =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings");

    @TempDir Path root;

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Handler listener = new RefusalListener();
    private final Logger logger = Logger.getLogger("dev.purser");
    private Purser purser;
    private Api api;

    private final class RefusalListener extends Handler {
        @Override
        public void publish(LogRecord record) {
            String message = new SimpleFormatter().formatMessage(record);
            String cause = record.getThrown() == null ? "" : record.getThrown().toString();
            if ((message + cause).contains("is forbidden: User")) {
                refusals.add(message + cause);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws Exception {
        logger.addHandler(listener);
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        purser =
                Purser.start(
                        new ServeSettings(directory, Instance.Mode.NO_NODE, address, "test-host"),
                        Clock.systemUTC(),
                        new SecureRandom());
        api = purser.adminApi();
        create(
                NODES,
                """
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},
                 "status":{"allocatable":{"cpu":"4","memory":"4Gi","pods":"20"},
                  "conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":"%1$s",
                   "lastTransitionTime":"%1$s","reason":"KubeletReady","message":"-"}]}}
                """
                        .formatted(Instant.now().toString().substring(0, 19) + "Z"));
        await(() -> find(core("serviceaccounts"), "default", "default").isPresent());
    }

    @AfterEach
    void stop() {
        purser.close();
        logger.removeHandler(listener);
    }

    @Test
    void everyControllerWorksWithItsOwnRole() {
        create(
                PODS,
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"default","name":"alone",
                 "labels":{"app":"alone"}},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"i"}]}}
                """);
        create(
                SETS,
                """
                {"apiVersion":"apps/v1","kind":"ReplicaSet",
                 "metadata":{"namespace":"default","name":"adopting"},
                 "spec":{"replicas":1,"selector":{"matchLabels":{"app":"alone"}},
                  "template":{"metadata":{"labels":{"app":"alone"}},
                   "spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """);
        create(BUDGETS, budget());
        create(QUOTAS, quota());
        create(DEPLOYMENTS, deployment());

        await(() -> podsOn("n1") == 3);
        await(() -> owned("alone"));
        await(() -> status(BUDGETS, "budget").path("expectedPods").asInt() == 2);
        await(() -> status(QUOTAS, "quota").path("used").path("pods").asString("").equals("3"));
        await(() -> status(DEPLOYMENTS, "web").path("replicas").asInt() == 2);

        rollOut();
        replicationControllerKeepsAPod();
        protectedClaimIsReleased();
        tokenSecretIsFilled();
        rolesAreAggregated();
        podsOfAVanishedNodeMayBeRemoved();
        deploymentAndNamespaceAreCollected();
        assertThat(refusals).isEmpty();
    }

    private void rollOut() {
        api.patch(
                new Api.ObjectRef(DEPLOYMENTS, "default", "web"),
                "",
                PatchType.MERGE,
                tree("{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"a\":\"2\"}}}}}"));
        await(() -> api.list(SETS, "default", ListOptions.all()).items().size() == 3);
    }

    private void replicationControllerKeepsAPod() {
        create(
                core("replicationcontrollers"),
                """
                {"apiVersion":"v1","kind":"ReplicationController",
                 "metadata":{"namespace":"default","name":"older"},
                 "spec":{"replicas":1,"selector":{"app":"older"},
                  "template":{"metadata":{"labels":{"app":"older"}},
                   "spec":{"terminationGracePeriodSeconds":0,
                    "containers":[{"name":"c","image":"i"}]}}}}
                """);
        await(() -> status(core("replicationcontrollers"), "older").path("replicas").asInt() == 1);
        delete(core("replicationcontrollers"), "default", "older");
    }

    private void protectedClaimIsReleased() {
        create(
                CLAIMS,
                """
                {"apiVersion":"v1","kind":"PersistentVolumeClaim",
                 "metadata":{"namespace":"default","name":"claim"},
                 "spec":{"accessModes":["ReadWriteOnce"],
                  "resources":{"requests":{"storage":"1Gi"}}}}
                """);
        delete(CLAIMS, "default", "claim");
        await(() -> find(CLAIMS, "default", "claim").isEmpty());
    }

    private void tokenSecretIsFilled() {
        create(
                SECRETS,
                """
                {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token",
                 "metadata":{"namespace":"default","name":"token",
                  "annotations":{"kubernetes.io/service-account.name":"default"}}}
                """);
        await(() ->
                find(SECRETS, "default", "token")
                        .filter(secret -> secret.json().path("data").has("token"))
                        .isPresent());
    }

    private void rolesAreAggregated() {
        create(
                ROLES,
                """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
                 "metadata":{"name":"parts","labels":{"into":"whole"}},
                 "rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}]}
                """);
        create(
                ROLES,
                """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
                 "metadata":{"name":"whole"},"rules":[],
                 "aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"into":"whole"}}]}}
                """);
        await(() ->
                find(ROLES, "", "whole")
                        .filter(role -> role.json().path("rules").size() == 1)
                        .isPresent());
    }

    /// It waits too long, in case the node comes back, for a test to see it work.
    private void podsOfAVanishedNodeMayBeRemoved() {
        for (String right :
                List.of(
                        "\"verb\":\"get\",\"resource\":\"nodes\"",
                        "\"verb\":\"patch\",\"resource\":\"pods\",\"subresource\":\"status\"",
                        "\"verb\":\"delete\",\"resource\":\"pods\"")) {
            KubeObject review =
                    api.create(
                            new GroupVersionResource(
                                    "authorization.k8s.io", "v1", "subjectaccessreviews"),
                            KubeObject.of(
                                    tree(
                                            """
                                            {"apiVersion":"authorization.k8s.io/v1",
                                             "kind":"SubjectAccessReview","spec":{
                                             "user":"system:serviceaccount:kube-system:pod-garbage-collector",
                                             "resourceAttributes":{%s}}}
                                            """
                                                    .formatted(right))));
            assertThat(review.status().path("allowed").asBoolean()).as(right).isTrue();
        }
    }

    private void deploymentAndNamespaceAreCollected() {
        create(
                NAMESPACES,
                """
                {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"passing"}}
                """);
        await(() -> find(core("configmaps"), "passing", "kube-root-ca.crt").isPresent());
        delete(NAMESPACES, "", "passing");
        await(() -> find(NAMESPACES, "", "passing").isEmpty());
        delete(DEPLOYMENTS, "default", "web");
        delete(SETS, "default", "adopting");
        await(() -> api.list(SETS, "default", ListOptions.all()).items().isEmpty());
        await(() -> api.list(PODS, "default", ListOptions.all()).items().isEmpty());
    }

    @Test
    void withoutItsRoleAControllerCanDoNothing() {
        KubeObject binding = api.get(BINDINGS, "", "system:controller:deployment-controller");
        delete(BINDINGS, "", binding.name());

        create(DEPLOYMENTS, deployment());

        await(() ->
                refusals.stream()
                        .anyMatch(text ->
                                text.contains(
                                        "User \"system:serviceaccount:kube-system:deployment-controller\" cannot update resource \"deployments/status\"")));
        binding.metadata().remove(List.of("uid", "resourceVersion", "creationTimestamp"));
        api.create(BINDINGS, binding);
        await(() -> podsOn("n1") == 2);
    }

    @Test
    void noneOfThemIsAnAdministrator() {
        for (String user :
                List.of(
                        "system:kube-scheduler",
                        "system:kube-controller-manager",
                        "system:serviceaccount:kube-system:deployment-controller")) {
            assertThat(OwnIdentities.component(user).groups())
                    .contains(Identity.AUTHENTICATED)
                    .doesNotContain(Identity.MASTERS);
        }
        assertThat(OwnIdentities.component("system:serviceaccount:kube-system:x").groups())
                .contains("system:serviceaccounts", "system:serviceaccounts:kube-system");
        assertThat(OwnIdentities.node("n").groups())
                .containsExactly("system:nodes", Identity.AUTHENTICATED);
    }

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }

    private static String budget() {
        return """
        {"apiVersion":"policy/v1","kind":"PodDisruptionBudget",
         "metadata":{"namespace":"default","name":"budget"},
         "spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"web"}}}}
        """;
    }

    private static String quota() {
        return """
        {"apiVersion":"v1","kind":"ResourceQuota",
         "metadata":{"namespace":"default","name":"quota"},"spec":{"hard":{"pods":"10"}}}
        """;
    }

    private static String deployment() {
        return """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"namespace":"default","name":"web"},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
          "template":{"metadata":{"labels":{"app":"web"}},
           "spec":{"terminationGracePeriodSeconds":0,
            "containers":[{"name":"c","image":"i"}]}}}}
        """;
    }

    private long podsOn(String node) {
        return api
                .list(PODS, "default", ListOptions.fields("spec.nodeName=" + node))
                .items()
                .stream()
                .filter(pod -> !pod.metadata().path("ownerReferences").isEmpty())
                .count();
    }

    private boolean owned(String pod) {
        return find(PODS, "default", pod)
                .filter(found -> !found.metadata().path("ownerReferences").isEmpty())
                .isPresent();
    }

    private ObjectNode status(GroupVersionResource resource, String name) {
        return api.get(resource, "default", name).status();
    }

    private void create(GroupVersionResource resource, String json) {
        var _ = api.create(resource, KubeObject.of(tree(json)));
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    private Optional<KubeObject> find(
            GroupVersionResource resource, String namespace, String name) {
        try {
            return Optional.of(api.get(resource, namespace, name));
        } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(404);
            return Optional.empty();
        }
    }

    private void delete(GroupVersionResource resource, String namespace, String name) {
        api.delete(
                new Api.ObjectRef(resource, namespace, name),
                DeleteOptions.defaults().withPropagation(DeleteOptions.Propagation.BACKGROUND));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
