package dev.purser.node.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.node.spec.ContainerSpec.Role;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SpecTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static PodSpec pod(String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p");
        pod.json().set("spec", (ObjectNode) JSON.readTree(spec.replace('\'', '"')));
        return new PodSpec(pod);
    }

    @Nested
    class Restarts {
        @ParameterizedTest
        @CsvSource({
            "Always, 0, true", "Always, 1, true",
            "OnFailure, 0, false", "OnFailure, 1, true",
            "Never, 0, false", "Never, 1, false"
        })
        void followThePodsPolicy(String policy, int code, boolean restarts) {
            PodSpec pod = pod("{'restartPolicy':'%s','containers':[{}]}".formatted(policy));

            assertThat(pod.mainContainers().getFirst().restartsAfter(code)).isEqualTo(restarts);
        }

        @Test
        void ofInitContainersEndWithSuccess() {
            ContainerSpec init =
                    pod("{'restartPolicy':'Always','initContainers':[{}]}")
                            .initContainers()
                            .getFirst();

            assertThat(init.restartsAfter(0)).isFalse();
            assertThat(init.restartsAfter(1)).isTrue();
        }

        @Test
        void ofSidecarsComeAlways() {
            ContainerSpec sidecar =
                    pod("{'restartPolicy':'Never','initContainers':[{'restartPolicy':'Always'}]}")
                            .initContainers()
                            .getFirst();

            assertThat(sidecar.role()).isEqualTo(Role.SIDECAR);
            assertThat(sidecar.restartsAfter(0)).isTrue();
        }

        @Test
        void followTheFirstRuleThatMatches() {
            ContainerSpec container =
                    pod("{'restartPolicy':'Never','containers':[{'restartPolicyRules':["
                                    + "{'action':'Restart','exitCodes':{'operator':'NotIn',"
                                    + "'values':[0,7]}}]}]}")
                            .mainContainers()
                            .getFirst();

            assertThat(container.restartsAfter(3)).isTrue();
            assertThat(container.restartsAfter(7)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|BEST_EFFORT",
                "{'requests':{'memory':'32Mi'}}|BURSTABLE",
                "{'limits':{'cpu':'1'}}|BURSTABLE",
                "{'limits':{'cpu':'1','memory':'1Gi'}}|GUARANTEED",
                "{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'1000m'}}|GUARANTEED",
                "{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m'}}|BURSTABLE",
            })
    void theClassFollowsFromWhatIsAskedFor(String resources, QosClass expected) {
        PodSpec pod = pod("{'containers':[{'resources':" + resources + "}]}");

        assertThat(QosClass.of(pod)).isEqualTo(expected);
    }

    @Test
    void portsAreFoundByNumberAndName() {
        ContainerSpec container =
                pod("{'containers':[{'ports':[{'name':'http','containerPort':8080}],"
                                + "'livenessProbe':{'a':9,'b':'http','c':'none'}}]}")
                        .mainContainers()
                        .getFirst();
        var probe = container.probe("livenessProbe");

        assertThat(container.port(probe.path("a"))).isEqualTo(9);
        assertThat(container.port(probe.path("b"))).isEqualTo(8080);
        assertThat(container.port(probe.path("c"))).isEqualTo(-1);
    }
}
