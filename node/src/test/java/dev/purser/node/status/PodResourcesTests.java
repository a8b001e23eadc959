package dev.purser.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.node.spec.PodSpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PodResourcesTests {
    private static PodSpec pod(String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p");
        pod.json().set("spec", JsonMapper.shared().readTree(spec.replace('\'', '"')));
        return new PodSpec(pod);
    }

    private static String amount(PodSpec pod, String field, String name) {
        return String.valueOf(PodResources.withOverhead(pod, field).get(name));
    }

    @Test
    void overheadIsAskedForButLimitsOnlyWhatIsLimited() {
        PodSpec pod =
                pod(
                        "{'overhead':{'cpu':'250m','memory':'100Mi'},'containers':[{'name':'c',"
                                + "'resources':{'requests':{'cpu':'1'},'limits':{'memory':'28Mi'}}}]}");

        assertThat(amount(pod, "requests", "cpu")).isEqualTo("1250m");
        assertThat(amount(pod, "requests", "memory")).isEqualTo("100Mi");
        assertThat(amount(pod, "limits", "memory")).isEqualTo("128Mi");
        assertThat(amount(pod, "limits", "cpu")).isEqualTo("null");
    }

    @Test
    void anInitContainerRunsBesideTheSidecarsBeforeIt() {
        PodSpec pod =
                pod(
                        "{'initContainers':["
                                + "{'name':'s','restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}},"
                                + "{'name':'i','resources':{'requests':{'cpu':'3'}}},"
                                + "{'name':'t','restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}}],"
                                + "'containers':[{'name':'c','resources':{'requests':{'cpu':'1'}}}]}");

        assertThat(PodResources.of(pod, "requests").get("cpu")).hasToString("4");
    }
}
