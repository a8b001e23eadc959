package dev.purser.server.admission.plugin;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AdmissionPluginsTests {
    private static final GroupVersionResource CLASSES =
            new GroupVersionResource("scheduling.k8s.io", "v1", "priorityclasses");

    private final FakeObjects objects = new FakeObjects();

    private static AdmissionRequest request(
            Operation operation, String resource, Optional<KubeObject> object) {
        String name = object.map(KubeObject::name).orElse("default");
        return new AdmissionRequest(
                operation,
                Identity.of("eve"),
                new Attributes("create", "", "v1", resource, "", "ns", name, ""),
                object,
                Optional.empty(),
                AdmissionRequest.Effect.LASTING,
                _ -> {});
    }

    private static KubeObject pod(String spec) {
        return object(
                "{'kind':'Pod','metadata':{'namespace':'ns','name':'p'},'spec':%s}"
                        .formatted(spec));
    }

    private static KubeObject created(AdmissionPlugin plugin, KubeObject pod) {
        plugin.mutate(request(Operation.CREATE, "pods", Optional.of(pod)));
        return pod;
    }

    @Nested
    class NamespaceLifecyclePlugin {
        private final NamespaceLifecycle plugin = new NamespaceLifecycle(objects);

        private void write(Operation operation) {
            plugin.mutate(
                    request(
                            operation,
                            "configmaps",
                            Optional.of(object("{'metadata':{'name':'late'}}"))));
        }

        @Test
        void refusesWritesIntoANamespaceThatDoesNotExist() {
            assertThatThrownBy(() -> write(Operation.CREATE))
                    .hasMessage("namespaces \"ns\" not found");
            assertThatCode(() -> write(Operation.UPDATE)).doesNotThrowAnyException();
        }

        @Test
        void refusesNewObjectsInANamespaceThatIsGoingAway() {
            objects.put(
                    core("namespaces"),
                    "{'metadata':{'name':'ns'},'status':{'phase':'Terminating'}}");

            assertThatThrownBy(() -> write(Operation.CREATE))
                    .isInstanceOfSatisfying(
                            StatusException.class,
                            e ->
                                    assertThat(e.toStatus().path("details").toString())
                                            .isEqualTo(
                                                    "{\"name\":\"late\",\"kind\":\"configmaps\",\"causes\":[{\"reason\":\"NamespaceTerminating\",\"message\":\"namespace ns is being terminated\",\"field\":\"metadata.namespace\"}]}"))
                    .hasMessage(
                            "configmaps \"late\" is forbidden: unable to create new content in namespace ns because it is being terminated");
            assertThatCode(() -> write(Operation.UPDATE)).doesNotThrowAnyException();
            assertThatCode(() -> write(Operation.DELETE)).doesNotThrowAnyException();
        }

        @Test
        void keepsTheNamespacesOfTheSystem() {
            assertThatThrownBy(() ->
                            plugin.mutate(
                                    request(Operation.DELETE, "namespaces", Optional.empty())))
                    .hasMessage(
                            "namespaces \"default\" is forbidden: this namespace may not be deleted");
        }
    }

    @Nested
    class ServiceAccountPlugin {
        private final ServiceAccount plugin = new ServiceAccount(objects, new Random(7));

        private void account(String fields) {
            objects.put(
                    core("serviceaccounts"),
                    "{'metadata':{'namespace':'ns','name':'default'}%s}".formatted(fields));
        }

        @Test
        void mountsTheTokenIntoEveryContainer() {
            account("");

            KubeObject pod =
                    created(
                            plugin,
                            pod("{'initContainers':[{'name':'i'}],'containers':[{'name':'c'}]}"));

            assertThat(pod.spec().path("serviceAccountName").asString()).isEqualTo("default");
            assertThat(pod.spec().path("serviceAccount").asString()).isEqualTo("default");
            String volume = pod.spec().path("volumes").path(0).path("name").asString();
            assertThat(volume).matches("kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}");
            String mounts =
                    "[{\"name\":\"%s\",\"readOnly\":true,\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}]"
                            .formatted(volume);
            assertThat(pod.spec().at("/containers/0/volumeMounts").toString()).isEqualTo(mounts);
            assertThat(pod.spec().at("/initContainers/0/volumeMounts").toString())
                    .isEqualTo(mounts);
            assertThat(pod.spec().at("/volumes/0/projected").toString())
                    .isEqualTo(
                            "{\"defaultMode\":420,\"sources\":[{\"serviceAccountToken\":{\"expirationSeconds\":3607,\"path\":\"token\"}},{\"configMap\":{\"name\":\"kube-root-ca.crt\",\"items\":[{\"key\":\"ca.crt\",\"path\":\"ca.crt\"}]}},{\"downwardAPI\":{\"items\":[{\"path\":\"namespace\",\"fieldRef\":{\"apiVersion\":\"v1\",\"fieldPath\":\"metadata.namespace\"}}]}}]}");
        }

        @Test
        void leavesAContainerAloneThatMountsSomethingThere() {
            account("");

            KubeObject pod =
                    created(
                            plugin,
                            pod(
                                    "{'containers':[{'name':'c','volumeMounts':[{'name':'v','mountPath':'/var/run/secrets/kubernetes.io/serviceaccount'}]}]}"));

            assertThat(pod.spec().has("volumes")).isFalse();
        }

        @Test
        void mountsNothingWhenTheAccountOrThePodDeclines() {
            account(",'automountServiceAccountToken':false");

            assertThat(created(plugin, pod("{'containers':[{}]}")).spec().has("volumes")).isFalse();
            assertThat(
                            created(
                                            plugin,
                                            pod(
                                                    "{'automountServiceAccountToken':true,'containers':[{}]}"))
                                    .spec()
                                    .has("volumes"))
                    .isTrue();
            account("");
            assertThat(
                            created(
                                            plugin,
                                            pod(
                                                    "{'automountServiceAccountToken':false,'containers':[{}]}"))
                                    .spec()
                                    .has("volumes"))
                    .isFalse();
        }

        @Test
        void handsDownThePullSecretsOfTheAccount() {
            account(",'imagePullSecrets':[{'name':'registry'}]");

            assertThat(
                            created(plugin, pod("{'containers':[]}"))
                                    .spec()
                                    .path("imagePullSecrets")
                                    .toString())
                    .isEqualTo("[{\"name\":\"registry\"}]");
        }

        @Test
        void refusesAnAccountThatDoesNotExist() {
            assertThatThrownBy(() ->
                            created(plugin, pod("{'serviceAccountName':'nobody','containers':[]}")))
                    .hasMessage(
                            "pods \"p\" is forbidden: error looking up service account ns/nobody: serviceaccount \"nobody\" not found");
        }
    }

    @Nested
    class PriorityPlugin {
        private final Priority plugin = new Priority(objects);

        @BeforeEach
        void addAClass() {
            objects.put(
                    CLASSES,
                    "{'metadata':{'name':'high'},'value':1000,'preemptionPolicy':'Never'}");
        }

        private static String priority(KubeObject pod) {
            return "%s %s %s"
                    .formatted(
                            pod.spec().path("priority"),
                            pod.spec().path("priorityClassName").asString("-"),
                            pod.spec().path("preemptionPolicy").asString("-"));
        }

        @Test
        void isZeroWithoutAClass() {
            assertThat(priority(created(plugin, pod("{}")))).isEqualTo("0 - PreemptLowerPriority");
        }

        @Test
        void isThatOfTheClass() {
            assertThat(priority(created(plugin, pod("{'priorityClassName':'high'}"))))
                    .isEqualTo("1000 high Never");
        }

        @Test
        void isThatOfTheDefaultClassWhenThereIsOne() {
            objects.put(
                    CLASSES,
                    "{'metadata':{'name':'usual'},'value':5,'globalDefault':true,'preemptionPolicy':'PreemptLowerPriority'}");

            assertThat(priority(created(plugin, pod("{}"))))
                    .isEqualTo("5 usual PreemptLowerPriority");
        }

        @Test
        void ofAClassThatDoesNotExistIsRefused() {
            assertThatThrownBy(() -> created(plugin, pod("{'priorityClassName':'nope'}")))
                    .hasMessage(
                            "pods \"p\" is forbidden: no PriorityClass with name nope was found");
        }

        @Test
        void givenAsAnotherNumberIsRefused() {
            assertThatThrownBy(() -> created(plugin, pod("{'priority':5}")))
                    .hasMessage(
                            "pods \"p\" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name");
        }

        @Test
        void isKeptByAnUpdateThatLeavesItOut() {
            KubeObject changed = pod("{}");
            plugin.mutate(
                    new AdmissionRequest(
                            Operation.UPDATE,
                            Identity.of("eve"),
                            new Attributes("update", "", "v1", "pods", "", "ns", "p", ""),
                            Optional.of(changed),
                            Optional.of(pod("{'priority':7,'preemptionPolicy':'Never'}")),
                            AdmissionRequest.Effect.LASTING,
                            _ -> {}));

            assertThat(priority(changed)).isEqualTo("7 - Never");
        }

        @Test
        void hasOneDefaultClassAtMost() {
            objects.put(CLASSES, "{'metadata':{'name':'usual'},'value':5,'globalDefault':true}");
            AdmissionRequest second =
                    new AdmissionRequest(
                            Operation.CREATE,
                            Identity.of("eve"),
                            new Attributes(
                                    "create",
                                    CLASSES.group(),
                                    "v1",
                                    CLASSES.resource(),
                                    "",
                                    "",
                                    "",
                                    ""),
                            Optional.of(
                                    object("{'metadata':{'name':'other'},'globalDefault':true}")),
                            Optional.empty(),
                            AdmissionRequest.Effect.LASTING,
                            _ -> {});

            assertThatThrownBy(() -> plugin.validate(second))
                    .hasMessageContaining("PriorityClass usual is already marked as default");
        }
    }

    @Nested
    class DefaultTolerationSecondsPlugin {
        private final DefaultTolerationSeconds plugin = new DefaultTolerationSeconds();

        private String keys(String spec) {
            return created(plugin, pod(spec)).spec().path("tolerations").toString();
        }

        @Test
        void addsBoth() {
            assertThat(keys("{}"))
                    .isEqualTo(
                            "[{\"key\":\"node.kubernetes.io/not-ready\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":300},{\"key\":\"node.kubernetes.io/unreachable\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":300}]");
        }

        @Test
        void addsWhatThePodDoesNotTolerateItself() {
            assertThat(
                            keys(
                                    "{'tolerations':[{'key':'node.kubernetes.io/not-ready','operator':'Exists'}]}"))
                    .contains("unreachable")
                    .doesNotContain("300},{");
        }

        @Test
        void addsNothingToAPodThatToleratesEverything() {
            assertThat(keys("{'tolerations':[{'operator':'Exists'}]}"))
                    .isEqualTo("[{\"operator\":\"Exists\"}]");
        }
    }

    @Nested
    class TaintNodesByConditionPlugin {
        private final TaintNodesByCondition plugin = new TaintNodesByCondition();

        private String taints(Operation operation, String spec) {
            KubeObject node = object("{'metadata':{'name':'n'},'spec':%s}".formatted(spec));
            plugin.mutate(request(operation, "nodes", Optional.of(node)));
            return node.spec().path("taints").toString();
        }

        @Test
        void marksANewNodeAsNotReady() {
            assertThat(taints(Operation.CREATE, "{'taints':[{'key':'own','effect':'NoExecute'}]}"))
                    .isEqualTo(
                            "[{\"key\":\"own\",\"effect\":\"NoExecute\"},{\"key\":\"node.kubernetes.io/not-ready\",\"effect\":\"NoSchedule\"}]");
        }

        @Test
        void marksItOnce() {
            String marked =
                    "[{\"key\":\"node.kubernetes.io/not-ready\",\"effect\":\"NoSchedule\"}]";

            assertThat(taints(Operation.CREATE, "{'taints':%s}".formatted(marked)))
                    .isEqualTo(marked);
        }

        @Test
        void leavesUpdatesAlone() {
            assertThat(taints(Operation.UPDATE, "{}")).isEmpty();
        }
    }
}
