package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with resources: each case with all complaints, in Kubernetes' words.
class ResourceErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'resources':{'limits':{'cpu':'-1'}}",
                        List.of(
                                "spec.containers[0].resources.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0",
                                "spec.containers[0].resources.requests[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")),
                Arguments.of(
                        "'resources':{'limits':{'x':'1'}}",
                        List.of(
                                "spec.containers[0].resources.limits[x]: Invalid value: \"x\": must be a standard resource for containers",
                                "spec.containers[0].resources.limits[x]: Invalid value: \"x\": must be a standard resource type or fully qualified",
                                "spec.containers[0].resources.requests[x]: Invalid value: \"x\": must be a standard resource for containers",
                                "spec.containers[0].resources.requests[x]: Invalid value: \"x\": must be a standard resource type or fully qualified")),
                Arguments.of(
                        "'resources':{'limits':{'pods':'1'}}",
                        List.of(
                                "spec.containers[0].resources.limits[pods]: Invalid value: \"pods\": must be a standard resource for containers",
                                "spec.containers[0].resources.requests[pods]: Invalid value: \"pods\": must be a standard resource for containers")),
                Arguments.of(
                        "'resources':{'limits':{'cpu':'1'},'requests':{'cpu':'2'}}",
                        List.of(
                                "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")),
                Arguments.of(
                        "'resources':{'requests':{'a.b/c':'1'}}",
                        List.of(
                                "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources")),
                Arguments.of(
                        "'resources':{'limits':{'a.b/c':'1.5'},'requests':{'a.b/c':'1.5'}}",
                        List.of(
                                "spec.containers[0].resources.limits[a.b/c]: Invalid value: \"1500m\": must be an integer",
                                "spec.containers[0].resources.requests[a.b/c]: Invalid value: \"1500m\": must be an integer")),
                Arguments.of(
                        "'resources':{'limits':{'a.b/c':'2'},'requests':{'a.b/c':'1'}}",
                        List.of(
                                "spec.containers[0].resources.requests: Invalid value: \"1\": must be equal to a.b/c limit of 2")),
                Arguments.of(
                        "'resources':{'limits':{'hugepages-2Mi':'2Mi'}}",
                        List.of(
                                "spec.containers[0].resources: Forbidden: HugePages require cpu or memory")),
                Arguments.of(
                        "'resources':{'limits':{'cpu':'1','hugepages-2Mi':'1Mi'}}",
                        List.of(
                                "spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"1Mi\": 1Mi is not positive integer multiple of hugepages-2Mi",
                                "spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: \"1Mi\": 1Mi is not positive integer multiple of hugepages-2Mi")),
                Arguments.of(
                        "'resources':{'limits':{'kubernetes.io/a b':'1'}}",
                        List.of(
                                "spec.containers[0].resources.limits[kubernetes.io/a b]: Invalid value: \"kubernetes.io/a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                                "spec.containers[0].resources.requests[kubernetes.io/a b]: Invalid value: \"kubernetes.io/a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")),
                Arguments.of(
                        "'resources':{'limits':{'requests.a.b/c':'1'}}",
                        List.of(
                                "spec.containers[0].resources.limits[requests.a.b/c]: Invalid value: \"requests.a.b/c\": doesn't follow extended resource name standard",
                                "spec.containers[0].resources.requests[requests.a.b/c]: Invalid value: \"requests.a.b/c\": doesn't follow extended resource name standard")),
                Arguments.of(
                        "'resources':{'claims':[{'name':'x'},{'name':''}]}",
                        List.of(
                                "spec.containers[0].resources.claims[0]: Not found: \"x\": must be one of the names in pod.spec.resourceClaims which is empty",
                                "spec.containers[0].resources.claims[1]: Required value")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.containerErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
