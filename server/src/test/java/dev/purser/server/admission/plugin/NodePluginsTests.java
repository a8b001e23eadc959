package dev.purser.server.admission.plugin;

import static dev.purser.server.access.FakeObjects.core;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.admission.AdmissionPlugin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NodePluginsTests {
    private final FakeObjects objects = new FakeObjects();

    private static PluginRequest pods(AdmissionPlugin plugin) {
        return PluginRequest.to(plugin, "", "pods");
    }

    @Nested
    class ARuntimeClass {
        private final PluginRequest request = pods(new RuntimeClass(objects));

        @BeforeEach
        void isThere() {
            objects.put(
                    new GroupVersionResource("node.k8s.io", "v1", "runtimeclasses"),
                    "{'metadata':{'name':'vm'},'overhead':{'podFixed':{'cpu':'100m'}},"
                            + "'scheduling':{'nodeSelector':{'a':'b'},'tolerations':[{'key':'k','operator':'Exists'}]}}");
        }

        @Test
        void givesOverheadNodesAndTolerations() {
            KubeObject pod =
                    request.create(
                            "{'spec':{'runtimeClassName':'vm','tolerations':[{'key':'k','operator':'Exists','effect':'NoExecute'}]}}");

            assertThat(pod.spec().toString())
                    .isEqualTo(
                            "{\"runtimeClassName\":\"vm\",\"tolerations\":[{\"key\":\"k\",\"operator\":\"Exists\"}],\"overhead\":{\"cpu\":\"100m\"},\"nodeSelector\":{\"a\":\"b\"}}");
        }

        @Test
        void isNotContradicted() {
            assertThatThrownBy(() ->
                            request.create(
                                    "{'metadata':{'name':'p'},'spec':{'runtimeClassName':'vm','nodeSelector':{'a':'c'}}}"))
                    .hasMessage(
                            "pods \"p\" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[a] = b; pod.spec.nodeSelector[a] = c");
            assertThatThrownBy(() ->
                            request.create(
                                    "{'spec':{'runtimeClassName':'vm','overhead':{'cpu':'1'}}}"))
                    .hasMessageContaining("Pod's Overhead doesn't match");
            assertThatCode(() ->
                            request.create(
                                    "{'spec':{'runtimeClassName':'vm','overhead':{'cpu':'0.1'}}}"))
                    .doesNotThrowAnyException();
        }

        @Test
        void mustExist() {
            assertThatThrownBy(() -> request.create("{'spec':{'runtimeClassName':'no'}}"))
                    .hasMessageContaining("pod rejected: RuntimeClass \"no\" not found");
            assertThatThrownBy(() -> request.create("{'spec':{'overhead':{'cpu':'1'}}}"))
                    .hasMessageContaining(
                            "Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    @Nested
    class ANode {
        @BeforeEach
        void isThere() {
            objects.put(
                    core("nodes"),
                    "{'metadata':{'name':'n','labels':{'topology.kubernetes.io/zone':'z','x':'y'}},'status':{'allocatable':{'cpu':'4','memory':'1Gi'}}}");
        }

        @Test
        void givesItsZoneToPodsAndBindings() {
            PluginRequest request = pods(new PodTopologyLabels(objects));

            assertThat(request.create("{'spec':{'nodeName':'n'}}").labels())
                    .hasSize(1)
                    .containsEntry("topology.kubernetes.io/zone", "z");
            assertThat(
                            request.through("binding")
                                    .create("{'target':{'kind':'Node','name':'n'}}")
                                    .labels())
                    .hasSize(1);
            assertThat(request.create("{'spec':{}}").labels()).isEmpty();
        }

        @Test
        void isNotAskedForMoreThanItHas() {
            PluginRequest request = pods(new PodResizeValidator(objects)).through("resize");
            String pod =
                    "{'metadata':{'name':'p','generation':%d},'spec':{'nodeName':'n','containers':[{'resources':{'requests':{'cpu':'%s'}}}]}}";

            assertThatThrownBy(() -> request.update(pod.formatted(2, "5"), pod.formatted(1, "1")))
                    .hasMessage(
                            "pods \"p\" is forbidden: node didn't have enough allocatable resources: cpu, requested: 5000, allocatable: 4000");
            assertThatCode(() -> request.update(pod.formatted(2, "3"), pod.formatted(1, "1")))
                    .doesNotThrowAnyException();
        }
    }
}
