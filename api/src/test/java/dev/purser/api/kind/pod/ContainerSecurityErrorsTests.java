package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with security contexts of containers: each case with all complaints, in
/// Kubernetes' words.
class ContainerSecurityErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'securityContext':{'runAsUser':-1,'runAsGroup':-2}",
                        List.of(
                                "spec.containers[0].securityContext.runAsGroup: Invalid value: -2: must be between 0 and 2147483647, inclusive",
                                "spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive")),
                Arguments.of(
                        "'securityContext':{'procMount':'X'}",
                        List.of(
                                "spec.containers[0].securityContext.procMount: Unsupported value: \"X\": supported values: \"Default\", \"Unmasked\"")),
                Arguments.of(
                        "'securityContext':{'procMount':'Unmasked'}",
                        List.of(
                                "spec.containers[0].securityContext.procMount: Invalid value: \"Unmasked\": `hostUsers` must be false to use `Unmasked`")),
                Arguments.of(
                        "'securityContext':{'privileged':true,'allowPrivilegeEscalation':false}",
                        List.of(
                                "spec.containers[0].securityContext: Invalid value: {\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,\"RunAsGroup\":null,\"RunAsNonRoot\":null,\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true")),
                Arguments.of(
                        "'securityContext':{'capabilities':{'add':['CAP_SYS_ADMIN']},'allowPrivilegeEscalation':false}",
                        List.of(
                                "spec.containers[0].securityContext: Invalid value: {\"Capabilities\":{\"Add\":[\"CAP_SYS_ADMIN\"],\"Drop\":null},\"Privileged\":null,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,\"RunAsGroup\":null,\"RunAsNonRoot\":null,\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")),
                Arguments.of(
                        "'securityContext':{'seccompProfile':{'type':'X'}}",
                        List.of(
                                "spec.containers[0].securityContext.seccompProfile.type: Unsupported value: \"X\": supported values: \"Localhost\", \"RuntimeDefault\", \"Unconfined\"")),
                Arguments.of(
                        "'securityContext':{'seccompProfile':{'type':''}}",
                        List.of(
                                "spec.containers[0].securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set")),
                Arguments.of(
                        "'securityContext':{'seccompProfile':{'type':'Localhost'}}",
                        List.of(
                                "spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost")),
                Arguments.of(
                        "'securityContext':{'seccompProfile':{'type':'Localhost','localhostProfile':'/a'}}",
                        List.of(
                                "spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: \"/a\": must be a relative path")),
                Arguments.of(
                        "'securityContext':{'seccompProfile':{'type':'Unconfined','localhostProfile':'a'}}",
                        List.of(
                                "spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: {\"Type\":\"Unconfined\",\"LocalhostProfile\":\"a\"}: can only be set when seccomp type is Localhost")),
                Arguments.of(
                        "'securityContext':{'appArmorProfile':{'type':'X'}}",
                        List.of(
                                "spec.containers[0].securityContext.appArmorProfile.type: Unsupported value: \"X\": supported values: \"Localhost\", \"RuntimeDefault\", \"Unconfined\"")),
                Arguments.of(
                        "'securityContext':{'appArmorProfile':{'type':''}}",
                        List.of(
                                "spec.containers[0].securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set")),
                Arguments.of(
                        "'securityContext':{'appArmorProfile':{'type':'Localhost'}}",
                        List.of(
                                "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost")),
                Arguments.of(
                        "'securityContext':{'appArmorProfile':{'type':'Localhost','localhostProfile':' a'}}",
                        List.of(
                                "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: \" a\": must not be padded with whitespace")),
                Arguments.of(
                        "'securityContext':{'appArmorProfile':{'type':'Unconfined','localhostProfile':'a'}}",
                        List.of(
                                "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: \"a\": can only be set when AppArmor type is Localhost")),
                Arguments.of(
                        "'securityContext':{'windowsOptions':{'gmsaCredentialSpecName':'A','gmsaCredentialSpec':''}}",
                        List.of(
                                "spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: \"\": gmsaCredentialSpec cannot be an empty string",
                                "spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpecName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'securityContext':{'windowsOptions':{'runAsUserName':''}}",
                        List.of(
                                "spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: \"\": runAsUserName cannot be an empty string")),
                Arguments.of(
                        "'securityContext':{'windowsOptions':{'runAsUserName':'a/b'}}",
                        List.of(
                                "spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: \"a/b\": runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]")),
                Arguments.of(
                        "'securityContext':{'windowsOptions':{'runAsUserName':'. '}}",
                        List.of(
                                "spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: \". \": runAsUserName's User cannot contain only periods or spaces")),
                Arguments.of(
                        "'securityContext':{'windowsOptions':{'hostProcess':true}}",
                        List.of(
                                "spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.containerErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
