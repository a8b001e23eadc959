package dev.purser.node.source;

import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PodReferencesTests {
    @Test
    void findsEveryWayToNameAnObject() {
        var pod =
                pod(
                        "p",
                        """
                        {'volumes':[
                           {'name':'a','configMap':{'name':'volume-cm'}},
                           {'name':'b','secret':{'secretName':'volume-secret'}},
                           {'name':'c','projected':{'sources':[
                              {'configMap':{'name':'projected-cm'}},
                              {'secret':{'name':'projected-secret'}},
                              {'serviceAccountToken':{'path':'t'}}]}},
                           {'name':'d','emptyDir':{}}],
                         'initContainers':[{'envFrom':[{'configMapRef':{'name':'init-cm'}}]}],
                         'containers':[{
                            'envFrom':[{'secretRef':{'name':'from-secret'}}],
                            'env':[
                              {'name':'A','value':'x'},
                              {'name':'B','valueFrom':{'configMapKeyRef':{'name':'key-cm','key':'k'}}},
                              {'name':'C','valueFrom':{'secretKeyRef':{'name':'key-secret','key':'k'}}}]}],
                         'ephemeralContainers':[{'envFrom':[{'configMapRef':{'name':'debug-cm'}}]}],
                         'imagePullSecrets':[{'name':'pull-secret'}]}
                        """);

        assertThat(PodReferences.of(pod))
                .containsExactlyInAnyOrder(
                        ConfigKey.configMap(NAMESPACE, "volume-cm"),
                        ConfigKey.secret(NAMESPACE, "volume-secret"),
                        ConfigKey.configMap(NAMESPACE, "projected-cm"),
                        ConfigKey.secret(NAMESPACE, "projected-secret"),
                        ConfigKey.configMap(NAMESPACE, "init-cm"),
                        ConfigKey.secret(NAMESPACE, "from-secret"),
                        ConfigKey.configMap(NAMESPACE, "key-cm"),
                        ConfigKey.secret(NAMESPACE, "key-secret"),
                        ConfigKey.configMap(NAMESPACE, "debug-cm"),
                        ConfigKey.secret(NAMESPACE, "pull-secret"));
    }

    @Test
    void findsNothingInAPodWithoutReferences() {
        assertThat(PodReferences.of(pod("p", "{'containers':[{'name':'c'}]}"))).isEmpty();
    }
}
