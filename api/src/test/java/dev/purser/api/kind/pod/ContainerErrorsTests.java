package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with containers: each case with all complaints, in Kubernetes' words.
class ContainerErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'name':'A'",
                        List.of(
                                "spec.containers[0].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")),
                Arguments.of(
                        "'image':' x '",
                        List.of(
                                "spec.containers[0].image: Invalid value: \" x \": must not have leading or trailing whitespace")),
                Arguments.of(
                        "'terminationMessagePolicy':'X'",
                        List.of(
                                "spec.containers[0].terminationMessagePolicy: Unsupported value: \"X\": supported values: \"File\", \"FallbackToLogsOnError\"")),
                Arguments.of(
                        "'imagePullPolicy':'X'",
                        List.of(
                                "spec.containers[0].imagePullPolicy: Unsupported value: \"X\": supported values: \"Always\", \"IfNotPresent\", \"Never\"")),
                Arguments.of(
                        "'ports':[{'containerPort':0,'protocol':'X'}]",
                        List.of(
                                "spec.containers[0].ports[0].containerPort: Required value",
                                "spec.containers[0].ports[0].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\"")),
                Arguments.of(
                        "'ports':[{'containerPort':1,'name':'a'},{'containerPort':2,'name':'a'}]",
                        List.of("spec.containers[0].ports[1].name: Duplicate value: \"a\"")),
                Arguments.of(
                        "'ports':[{'containerPort':1,'hostPort':5},{'containerPort':2,'hostPort':5}]",
                        List.of(
                                "spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//5\"")),
                Arguments.of(
                        "'ports':[{'containerPort':70000,'name':'A--','hostPort':-1}]",
                        List.of(
                                "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
                                "spec.containers[0].ports[0].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive",
                                "spec.containers[0].ports[0].name: Invalid value: \"A--\": must contain at least one letter (a-z)",
                                "spec.containers[0].ports[0].name: Invalid value: \"A--\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
                                "spec.containers[0].ports[0].name: Invalid value: \"A--\": must not begin or end with a hyphen",
                                "spec.containers[0].ports[0].name: Invalid value: \"A--\": must not contain consecutive hyphens")),
                Arguments.of(
                        "'resizePolicy':[{'resourceName':'x','restartPolicy':'y'}]",
                        List.of(
                                "spec.containers[0].resizePolicy: Unsupported value: \"x\": supported values: \"cpu\", \"memory\"",
                                "spec.containers[0].resizePolicy: Unsupported value: \"y\": supported values: \"NotRequired\", \"RestartContainer\"")),
                Arguments.of(
                        "'resizePolicy':[{'resourceName':'cpu','restartPolicy':'NotRequired'},{'resourceName':'cpu','restartPolicy':'NotRequired'}]",
                        List.of("spec.containers[0].resizePolicy[1]: Duplicate value: \"cpu\"")),
                Arguments.of(
                        "'restartPolicyRules':[{'action':'X'}]",
                        List.of(
                                "spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used",
                                "spec.containers[0].restartPolicyRules[0].action: Unsupported value: \"X\": supported values: \"Restart\", \"RestartAllContainers\"",
                                "spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified")),
                Arguments.of(
                        "'restartPolicy':'X','restartPolicyRules':[{'action':'Restart','exitCodes':{'operator':'X'}}]",
                        List.of(
                                "spec.containers[0].restartPolicy: Unsupported value: \"X\": supported values: \"Always\", \"Never\", \"OnFailure\"",
                                "spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: \"X\": supported values: \"In\", \"NotIn\"")),
                Arguments.of(
                        "'volumeMounts':[{'name':'x','mountPath':''}]",
                        List.of(
                                "spec.containers[0].volumeMounts[0].mountPath: Required value",
                                "spec.containers[0].volumeMounts[0].name: Not found: \"x\"")),
                Arguments.of(
                        "'volumeDevices':[{'name':'x','devicePath':'/a/..'}]",
                        List.of(
                                "spec.containers[0].volumeDevices[0].devicePath: Invalid value: \"/a/..\": can not contain backsteps ('..')",
                                "spec.containers[0].volumeDevices[0].name: Not found: \"x\"")),
                Arguments.of(
                        "'livenessProbe':{}",
                        List.of(
                                "spec.containers[0].livenessProbe: Required value: must specify a handler type")),
                Arguments.of(
                        "'livenessProbe':{'exec':{},'tcpSocket':{'port':1}}",
                        List.of(
                                "spec.containers[0].livenessProbe.exec.command: Required value",
                                "spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type")),
                Arguments.of(
                        "'livenessProbe':{'httpGet':{'port':0,'scheme':'X','httpHeaders':[{'name':'a b'}]}}",
                        List.of(
                                "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
                                "spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive",
                                "spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: \"X\": supported values: \"HTTP\", \"HTTPS\"")),
                Arguments.of(
                        "'livenessProbe':{'tcpSocket':{'port':'A'},'successThreshold':2}",
                        List.of(
                                "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1",
                                "spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: \"A\": must contain at least one letter (a-z)",
                                "spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: \"A\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")),
                Arguments.of(
                        "'readinessProbe':{'grpc':{'port':0},'terminationGracePeriodSeconds':5}",
                        List.of(
                                "spec.containers[0].readinessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive",
                                "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes")),
                Arguments.of(
                        "'startupProbe':{'exec':{'command':['a']},'periodSeconds':-1,'terminationGracePeriodSeconds':0}",
                        List.of(
                                "spec.containers[0].startupProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0",
                                "spec.containers[0].startupProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0")),
                Arguments.of(
                        "'lifecycle':{'preStop':{'sleep':{'seconds':31}}}",
                        List.of(
                                "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)")),
                Arguments.of(
                        "'lifecycle':{'postStart':{}}",
                        List.of(
                                "spec.containers[0].lifecycle.postStart: Required value: must specify a handler type")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.containerErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
