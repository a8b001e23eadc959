package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodWarningsTests {
    private final PodSpecs pods = new PodSpecs();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'nodeSelector':{'beta.kubernetes.io/os':'x'} | spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead
                    'topologySpreadConstraints':[{'topologyKey':'k'}] | spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod
                    'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'k'}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod
                    'volumes':[{'name':'v','storageos':{}}] | spec.volumes[0].storageOS: deprecated in v1.22, non-functional in v1.25+
                    'volumes':[{'name':'v','configMap':{'name':'c','items':[{'path':'a'},{'path':'a/b'}]}}] | volume "v" (ConfigMap "c"): overlapping paths: "a/b" with "a"
                    'volumes':[{'name':'v','projected':{'sources':[{'serviceAccountToken':{'path':'t'}},{'secret':{'name':'s','items':[{'path':'t/'}]}}]}}] | volume "v" (Projected): overlapping paths: "t" (Secret "s") with "t" (ServiceAccountToken)
                    'volumes':[{'name':'v','projected':{'sources':[{}]}}] | volume "v" (Projected) has no sources provided
                    'imagePullSecrets':[{'name':''}] | spec.imagePullSecrets[0].name: invalid empty name ""
                    'hostAliases':[{'ip':'1.1.1.1'},{'ip':'1.1.1.1'}] | spec.hostAliases[1].ip: duplicate ip "1.1.1.1"
                    'dnsConfig':{'nameservers':['2001:DB8::1']} | spec.dnsConfig.nameservers[0]: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")
                    'overhead':{'memory':'1500m'} | spec.overhead[memory]: fractional byte value "1500m" is invalid, must be an integer
                    'containers':[{'ports':[{'containerPort':1},{'containerPort':1}]}] | spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]
                    'containers':[{'ports':[{'containerPort':1,'hostPort':1},{'containerPort':1}]}] | spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]
                    'containers':[{'ports':[{'containerPort':1,'hostIP':'1.1.1.1'}]}] | spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:1 Protocol:TCP HostIP:1.1.1.1}
                    'containers':[{'env':[{'name':'A'},{'name':'A','value':'$(A)1'},{'name':'A','value':'x'}]}] | spec.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply
                    """)
    void areAboutWhatIsValidAndOdd(String fields, String warning) {
        assertThat(pods.warnings("'name':'p'", fields)).containsExactly(warning);
    }

    @Test
    void areAboutAnnotationsThatFieldsHaveReplaced() {
        assertThat(
                        pods.warnings(
                                "'name':'p','annotations':{"
                                        + "'seccomp.security.alpha.kubernetes.io/pod':'unconfined',"
                                        + "'scheduler.alpha.kubernetes.io/critical-pod':''}",
                                ""))
                .containsExactly(
                        "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]:"
                                + " non-functional in v1.16+; use the \"priorityClassName\" field"
                                + " instead",
                        "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]:"
                                + " non-functional in v1.27+; use the \"seccompProfile\" field"
                                + " instead");
    }
}
