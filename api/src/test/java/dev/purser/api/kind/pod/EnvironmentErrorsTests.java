package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with the environment: each case with all complaints, in Kubernetes' words.
class EnvironmentErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'env':[{'name':''}]",
                        List.of("spec.containers[0].env[0].name: Required value")),
                Arguments.of(
                        "'env':[{'name':'a=b'}]",
                        List.of(
                                "spec.containers[0].env[0].name: Invalid value: \"a=b\": a valid environment variable name must consist only of printable ASCII characters other than '='")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`")),
                Arguments.of(
                        "'env':[{'name':'A','value':'x','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'},'secretKeyRef':{'name':'s','key':'k'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not have more than one field specified at a time")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.x'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.x\": error converting fieldPath: field label not supported: spec.x")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'metadata.labels'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: \"metadata.labels\": supported values: \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"spec.serviceAccountName\", \"status.hostIP\", \"status.hostIPs\", \"status.podIP\", \"status.podIPs\"")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'fieldRef':{'apiVersion':'v2','fieldPath':'metadata.name'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.name\": error converting fieldPath: unsupported pod version: v2")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.x'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: \"limits.x\": supported values: \"limits.cpu\", \"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", \"requests.ephemeral-storage\", \"requests.memory\"")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','divisor':'2'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are supported with the cpu resource")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'requests.hugepages-1Mi','divisor':'3'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: \"requests.hugepages-1Mi\": only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the hugepages resource")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'configMapKeyRef':{'name':'C','key':'..'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Invalid value: \"..\": must not be '..'",
                                "spec.containers[0].env[0].valueFrom.configMapKeyRef.name: Invalid value: \"C\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'env':[{'name':'A','valueFrom':{'fileKeyRef':{'volumeName':'v','path':'a/..','key':'k'}}}]",
                        List.of(
                                "spec.containers[0].env[0].valueFrom.fileKeyRef.path: Invalid value: \"a/..\": must not contain '..'",
                                "spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: \"v\"")),
                Arguments.of(
                        "'envFrom':[{'prefix':'a=','configMapRef':{'name':'c'}}]",
                        List.of(
                                "spec.containers[0].envFrom[0].prefix: Invalid value: \"a=\": a valid environment variable name must consist only of printable ASCII characters other than '='")),
                Arguments.of(
                        "'envFrom':[{}]",
                        List.of(
                                "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`")),
                Arguments.of(
                        "'envFrom':[{'configMapRef':{'name':'c'},'secretRef':{'name':'S'}}]",
                        List.of(
                                "spec.containers[0].envFrom: Invalid value: \"\": may not have more than one field specified at a time",
                                "spec.containers[0].envFrom[0].secretRef.name: Invalid value: \"S\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.containerErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
