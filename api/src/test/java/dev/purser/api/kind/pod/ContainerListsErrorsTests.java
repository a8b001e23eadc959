package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with the lists of containers: each case with all complaints, in Kubernetes' words.
class ContainerListsErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("'containers':[]", List.of("spec.containers: Required value")),
                Arguments.of(
                        "'containers':[{'name':'a','image':'b'},{'name':'a','image':'b'}]",
                        List.of("spec.containers[1].name: Duplicate value: \"a\"")),
                Arguments.of(
                        "'initContainers':[{'name':'c','image':'b'}]",
                        List.of("spec.initContainers[0].name: Duplicate value: \"c\"")),
                Arguments.of(
                        "'initContainers':[{'name':'i','image':'b','livenessProbe':{'exec':{'command':['a']}},'lifecycle':{}}]",
                        List.of(
                                "spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always",
                                "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always")),
                Arguments.of(
                        "'initContainers':[{'name':'i','image':'b','restartPolicyRules':[{'action':'Restart','exitCodes':{'operator':'In','values':[1]}}]}]",
                        List.of(
                                "spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used")),
                Arguments.of(
                        "'initContainers':[{'name':'i','image':'b','resizePolicy':[{'resourceName':'cpu','restartPolicy':'RestartContainer'}]}]",
                        List.of(
                                "spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: \"RestartContainer\": must not be set to 'RestartContainer' for non-sidecar initContainers")),
                Arguments.of(
                        "'initContainers':[{'name':'i','image':'b','restartPolicy':'Always','livenessProbe':{'exec':{}}}]",
                        List.of(
                                "spec.initContainers[0].livenessProbe.exec.command: Required value")),
                Arguments.of(
                        "'ephemeralContainers':[{'name':'c','image':'b','targetContainerName':'x','ports':[{'containerPort':1}]}]",
                        List.of(
                                "spec.ephemeralContainers: Forbidden: cannot be set on create",
                                "spec.ephemeralContainers[0].name: Duplicate value: \"c\"",
                                "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container",
                                "spec.ephemeralContainers[0].targetContainerName: Not found: \"x\"")),
                Arguments.of(
                        "'ephemeralContainers':[{'name':'e','image':'b','resources':{'limits':{'cpu':'1'}},'volumeMounts':[{'name':'v','mountPath':'/v','subPath':'s'}]}],'volumes':[{'name':'v','emptyDir':{}}]",
                        List.of(
                                "spec.ephemeralContainers: Forbidden: cannot be set on create",
                                "spec.ephemeralContainers[0].resources: Forbidden: cannot be set for an Ephemeral Container",
                                "spec.ephemeralContainers[0].volumeMounts[0].subPath: Forbidden: cannot be set for an Ephemeral Container")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
