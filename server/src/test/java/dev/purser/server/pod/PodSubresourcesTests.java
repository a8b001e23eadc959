package dev.purser.server.pod;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.ListOptions;
import dev.purser.client.PatchType;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodSubresourcesTests {
    private static final GroupVersionResource BUDGETS =
            new GroupVersionResource("policy", "v1", "poddisruptionbudgets");

    private TestingApiServer server;
    private Api api;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("admin", Identity.MASTERS));
        api.create(
                core("namespaces"),
                object("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'ns'}}"));
        api.create(
                core("serviceaccounts"),
                object(
                        "{'apiVersion':'v1','kind':'ServiceAccount','metadata':{'namespace':'ns','name':'default'}}"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static ObjectRef ref(String pod) {
        return new ObjectRef(core("pods"), "ns", pod);
    }

    private void pod(String name, String spec) {
        api.create(
                core("pods"),
                object(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'namespace':'ns','name':'%s','labels':{'app':'x'}},'spec':{'containers':[{'name':'main','image':'i:1'}]%s}}"
                                .formatted(name, spec)));
    }

    private KubeObject pod(String name) {
        return api.get(core("pods"), "ns", name);
    }

    private void status(ObjectRef object, String status) {
        api.patch(object, "status", PatchType.MERGE, object("{'status':" + status + "}").json());
    }

    private void evict(String pod) {
        api.createSubresource(
                ref(pod),
                "eviction",
                object(
                        "{'apiVersion':'policy/v1','kind':'Eviction','metadata':{'namespace':'ns','name':'%s'}}"
                                .formatted(pod)));
    }

    @Nested
    class AnEviction {
        private void budget(String status) {
            api.create(
                    BUDGETS,
                    object(
                            "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget','metadata':{'namespace':'ns','name':'b'},'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'x'}}}}"));
            status(new ObjectRef(BUDGETS, "ns", "b"), status);
        }

        private void runs(String pod, String ready) {
            pod(pod, ",'nodeName':'n'");
            status(
                    ref(pod),
                    "{'phase':'Running','conditions':[{'type':'Ready','status':'%s'}]}"
                            .formatted(ready));
        }

        @Test
        void endsAPodThatHasNotBegun() {
            pod("p", "");

            evict("p");

            assertThatThrownBy(() -> pod("p")).hasMessage("pods \"p\" not found");
        }

        @Test
        void tellsInThePodWhyItGoes() {
            runs("p", "True");

            evict("p");

            KubeObject pod = pod("p");
            assertThat(pod.deletionTimestamp()).isPresent();
            assertThat(pod.status().path("conditions").path(1).path("reason").asString())
                    .isEqualTo("EvictionByEvictionAPI");
        }

        @Test
        void isRefusedWhenTheBudgetIsUsedUp() {
            runs("p", "True");
            budget(
                    "{'observedGeneration':1,'disruptionsAllowed':0,'currentHealthy':1,'desiredHealthy':1,'expectedPods':1}");

            assertThatThrownBy(() -> evict("p"))
                    .isInstanceOfSatisfying(
                            StatusException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(429);
                                assertThat(e.details().orElseThrow().toString())
                                        .contains("needs 1 healthy pods and has 1 currently");
                            });
        }

        @Test
        void waitsForABudgetThatHasNotBeenCounted() {
            runs("p", "True");
            budget(
                    "{'disruptionsAllowed':1,'currentHealthy':1,'desiredHealthy':1,'expectedPods':1}");

            assertThatThrownBy(() -> evict("p"))
                    .isInstanceOfSatisfying(
                            StatusException.class,
                            e ->
                                    assertThat(e.details().orElseThrow().toString())
                                            .contains("\"retryAfterSeconds\":10")
                                            .contains("is still being processed by the server"));
        }

        @Test
        void isTakenOffTheBudget() {
            runs("p", "True");
            budget(
                    "{'observedGeneration':1,'disruptionsAllowed':1,'currentHealthy':2,'desiredHealthy':1,'expectedPods':2}");

            evict("p");

            KubeObject budget = api.get(BUDGETS, "ns", "b");
            assertThat(budget.status().path("disruptionsAllowed").asInt()).isZero();
            assertThat(budget.status().path("disruptedPods").has("p")).isTrue();
            assertThat(budget.status().path("conditions").path(0).path("reason").asString())
                    .isEqualTo("InsufficientPods");
        }

        @Test
        void ofAnUnhealthyPodCostsNothingWhileEnoughAreHealthy() {
            runs("p", "False");
            budget(
                    "{'observedGeneration':1,'disruptionsAllowed':0,'currentHealthy':1,'desiredHealthy':1,'expectedPods':2}");

            evict("p");

            assertThat(pod("p").deletionTimestamp()).isPresent();
        }
    }

    @Nested
    class ABinding {
        private void bind(String pod, String metadata) {
            api.createSubresource(
                    ref(pod),
                    "binding",
                    object(
                            "{'apiVersion':'v1','kind':'Binding','metadata':{'namespace':'ns','name':'%s'%s},'target':{'kind':'Node','name':'n'}}"
                                    .formatted(pod, metadata)));
        }

        @Test
        void carriesLabelsToThePod() {
            pod("p", "");

            bind("p", ",'labels':{'l':'m'}");

            assertThat(pod("p").labels()).containsEntry("l", "m").containsEntry("app", "x");
            assertThat(pod("p").spec().path("nodeName").asString()).isEqualTo("n");
        }

        @Test
        void waitsForSchedulingGates() {
            pod("p", ",'schedulingGates':[{'name':'a/b'}]");

            assertThatThrownBy(() -> bind("p", ""))
                    .hasMessage(
                            "Operation cannot be fulfilled on pods/binding \"p\": pod p has non-empty .spec.schedulingGates");
        }

        @Test
        void isForOnePodOnly() {
            pod("p", "");

            assertThatThrownBy(() -> bind("p", ",'uid':'other'"))
                    .hasMessageContaining(
                            "Precondition failed: UID in precondition: other, UID in object meta:");
            assertThatThrownBy(() -> bind("p", ",'resourceVersion':'1'"))
                    .hasMessageContaining(
                            "Precondition failed: ResourceVersion in precondition: 1");
        }
    }

    @Test
    void ephemeralContainersComeThroughTheirOwnDoor() {
        pod("p", "");
        String patch =
                "{'metadata':{'labels':{'new':'label'}},'spec':{'ephemeralContainers':[{'name':'dbg','image':'b:1'}]}}";

        KubeObject changed =
                api.patch(
                        ref("p"),
                        "ephemeralcontainers",
                        PatchType.STRATEGIC_MERGE,
                        object(patch).json());

        assertThat(changed.spec().path("ephemeralContainers").size()).isEqualTo(1);
        assertThat(changed.labels()).doesNotContainKey("new");
    }

    @Test
    void aNodeReadsInProcessWhatItsPodsUseAndNoMore() {
        for (String name : new String[] {"used", "other"}) {
            api.create(
                    core("secrets"),
                    object(
                            "{'apiVersion':'v1','kind':'Secret','metadata':{'namespace':'ns','name':'%s'}}"
                                    .formatted(name)));
        }
        pod("p", ",'nodeName':'n','imagePullSecrets':[{'name':'used'}]");
        Api node = server.api(Identity.of("system:node:n", "system:nodes"));

        assertThat(
                        node.list(core("secrets"), "ns", ListOptions.fields("metadata.name=used"))
                                .items())
                .hasSize(1);
        assertThat(node.list(core("pods"), "", ListOptions.fields("spec.nodeName=n")).items())
                .hasSize(1);
        assertThatThrownBy(() -> node.get(core("secrets"), "ns", "other"))
                .hasMessageEndingWith(
                        "node: no relationship found between node 'n' and this object");
    }
}
