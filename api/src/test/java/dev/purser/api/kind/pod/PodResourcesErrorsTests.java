package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with the resources of Pods: each case with all complaints, in Kubernetes' words.
class PodResourcesErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'resources':{'limits':{'ephemeral-storage':'1'}}",
                        List.of(
                                "spec.resources.limits[ephemeral-storage]: Unsupported value: \"ephemeral-storage\": supported values: \"cpu\", \"hugepages-\", \"memory\"")),
                Arguments.of(
                        "'containers':[{'name':'c','image':'i','resources':{'requests':{'cpu':'2'}}}],'resources':{'requests':{'cpu':'1'}}",
                        List.of(
                                "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container requests of 2")),
                Arguments.of(
                        "'containers':[{'name':'c','image':'i','resources':{'limits':{'cpu':'2'},'requests':{'cpu':'1'}}}],'resources':{'limits':{'cpu':'1'}}",
                        List.of(
                                "spec.resources.containers[0][cpu].limits: Invalid value: \"2\": must be less than or equal to pod limits of 1")),
                Arguments.of(
                        "'os':{'name':'windows'},'resources':{'limits':{'cpu':'1'}}",
                        List.of("spec.resources: Forbidden: may not be set for a windows pod")),
                Arguments.of(
                        "'resourceClaims':[{'name':'A'}]",
                        List.of(
                                "spec.resourceClaims[0].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
                                "spec.resourceClaims[0]: Invalid value: {\"Name\":\"A\",\"ResourceClaimName\":null,\"ResourceClaimTemplateName\":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")),
                Arguments.of(
                        "'resourceClaims':[{'name':'a','resourceClaimName':'x','resourceClaimTemplateName':'y'},{'name':'a','resourceClaimName':'X'}]",
                        List.of(
                                "spec.resourceClaims[0]: Invalid value: {\"Name\":\"a\",\"ResourceClaimName\":\"x\",\"ResourceClaimTemplateName\":\"y\"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
                                "spec.resourceClaims[1].name: Duplicate value: \"a\"",
                                "spec.resourceClaims[1].resourceClaimName: Invalid value: \"X\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'resourceClaims':[{'name':'a','resourceClaimName':'x'}],'containers':[{'name':'c','image':'i','resources':{'claims':[{'name':'a','request':'r'},{'name':'a'},{'name':'b'}]}}]",
                        List.of(
                                "spec.containers[0].resources.claims[1]: Duplicate value: \"a\"",
                                "spec.containers[0].resources.claims[2]: Not found: \"b\": must be one of the names in pod.spec.resourceClaims: a")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
