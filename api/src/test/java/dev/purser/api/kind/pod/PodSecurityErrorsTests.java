package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with security contexts of Pods: each case with all complaints, in Kubernetes'
/// words.
class PodSecurityErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'securityContext':{'fsGroup':-1,'supplementalGroups':[-2]}",
                        List.of(
                                "spec.securityContext.fsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive",
                                "spec.securityContext.supplementalGroups[0]: Invalid value: -2: must be between 0 and 2147483647, inclusive")),
                Arguments.of(
                        "'securityContext':{'fsGroupChangePolicy':'X','supplementalGroupsPolicy':'Y','seLinuxChangePolicy':'Z'}",
                        List.of(
                                "spec.securityContext.fsGroupChangePolicy: Unsupported value: \"X\": supported values: \"Always\", \"OnRootMismatch\"",
                                "spec.securityContext.seLinuxChangePolicy: Unsupported value: \"Z\": supported values: \"MountOption\", \"Recursive\"",
                                "spec.securityContext.supplementalGroupsPolicy: Unsupported value: \"Y\": supported values: \"Merge\", \"Strict\"")),
                Arguments.of(
                        "'securityContext':{'sysctls':[{'name':'A'},{'name':'a'},{'name':'a'},{'name':''}]}",
                        List.of(
                                "spec.securityContext.sysctls[0].name: Invalid value: \"A\": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$",
                                "spec.securityContext.sysctls[2].name: Duplicate value: \"a\"",
                                "spec.securityContext.sysctls[3].name: Required value")),
                Arguments.of(
                        "'hostNetwork':true,'securityContext':{'sysctls':[{'name':'net/ipv4/x'}]}",
                        List.of(
                                "spec.securityContext.sysctls[0].name: Invalid value: \"net/ipv4/x\": may not be specified when 'hostNetwork' is true")),
                Arguments.of(
                        "'hostIPC':true,'securityContext':{'sysctls':[{'name':'kernel.sem'}]}",
                        List.of(
                                "spec.securityContext.sysctls[0].name: Invalid value: \"kernel.sem\": may not be specified when 'hostIPC' is true")),
                Arguments.of(
                        "'hostPID':true,'shareProcessNamespace':true",
                        List.of(
                                "spec.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled")),
                Arguments.of(
                        "'hostNetwork':true,'containers':[{'name':'c','image':'i','ports':[{'containerPort':1,'hostPort':2}]}]",
                        List.of(
                                "spec.containers[0].ports[0].hostPort: Invalid value: 2: must match `containerPort` when `hostNetwork` is true")),
                Arguments.of(
                        "'hostUsers':false,'hostNetwork':true,'hostPID':true,'hostIPC':true",
                        List.of(
                                "spec.HostIPC: Forbidden: when `hostUsers` is false",
                                "spec.HostPID: Forbidden: when `hostUsers` is false",
                                "spec.hostNetwork: Forbidden: when `hostUsers` is false")),
                Arguments.of(
                        "'os':{'name':'x'}",
                        List.of(
                                "spec.os: Unsupported value: \"x\": supported values: \"linux\", \"windows\"")),
                Arguments.of("'os':{}", List.of("spec.os.name: Required value")),
                Arguments.of(
                        "'os':{'name':'linux'},'securityContext':{'windowsOptions':{}}",
                        List.of(
                                "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod")),
                Arguments.of(
                        "'os':{'name':'windows'},'hostUsers':true,'securityContext':{'runAsUser':5},'containers':[{'name':'c','image':'i','securityContext':{'privileged':false}}]",
                        List.of(
                                "spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod",
                                "spec.hostUsers: Forbidden: cannot be set for a windows pod",
                                "spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
