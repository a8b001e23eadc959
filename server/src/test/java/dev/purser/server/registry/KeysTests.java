package dev.purser.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys are those that kube-apiserver 1.37 was seen to write into etcd.
class KeysTests {
    @ParameterizedTest
    @CsvSource({
        "'', configmaps, default, c1, /registry/configmaps/default/c1",
        "'', services, default, svc1, /registry/services/specs/default/svc1",
        "'', nodes, '', n1, /registry/minions/n1",
        "'', namespaces, '', default, /registry/namespaces/default",
        "apps, deployments, default, d1, /registry/deployments/default/d1",
        "coordination.k8s.io, leases, default, l1, /registry/leases/default/l1",
        "rbac.authorization.k8s.io, roles, default, r1, /registry/roles/default/r1",
        "apiextensions.k8s.io, customresourcedefinitions, '', a.b,"
                + " /registry/apiextensions.k8s.io/customresourcedefinitions/a.b"
    })
    void areThoseOfKubernetes(
            String group, String resource, String namespace, String name, String key) {
        assertThat(Keys.of(new GroupResource(group, resource)).of(namespace, name)).isEqualTo(key);
    }
}
