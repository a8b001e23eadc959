package dev.purser.server.bootstrap;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bootstrap against a whole server, which has been through it once when it has started.
class BootstrapTests {
    @TempDir private Path directory;
    private TestingApiServer server;
    private Api api;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("root", Identity.MASTERS));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void bootstrapAgain() throws InterruptedException {
        new Bootstrap(api, new ApiObjects(api), List.of()).run();
    }

    private KubeObject binding(String name) {
        return api.get(rbac("clusterrolebindings"), "", name);
    }

    @Test
    void aFreshServerHasTheObjectsOfTheSystem() {
        assertThat(api.list(core("namespaces"), "", ListOptions.all()).items())
                .extracting(KubeObject::name)
                .containsExactlyInAnyOrder(
                        "default", "kube-system", "kube-public", "kube-node-lease");
        assertThat(api.list(rbac("clusterroles"), "", ListOptions.all()).items()).hasSize(73);
        // Kubernetes' 54, and the one that lets the API server ask nodes.
        assertThat(api.list(rbac("clusterrolebindings"), "", ListOptions.all()).items())
                .hasSize(55);
        assertThat(api.list(rbac("roles"), "", ListOptions.all()).items()).hasSize(7);
        assertThat(api.list(rbac("rolebindings"), "", ListOptions.all()).items()).hasSize(7);
    }

    @Test
    void aFreshServerSharesItsAttentionAndSaysWhatItServes() {
        GroupVersionResource schemas =
                new GroupVersionResource("flowcontrol.apiserver.k8s.io", "v1", "flowschemas");
        assertThat(api.list(schemas, "", ListOptions.all()).items())
                .hasSize(11)
                .allSatisfy(schema ->
                        assertThat(schema.status().at("/conditions/0/reason").asString())
                                .isEqualTo("Found"));
        GroupVersionResource services =
                new GroupVersionResource("apiregistration.k8s.io", "v1", "apiservices");
        assertThat(api.list(services, "", ListOptions.all()).items())
                .extracting(KubeObject::name)
                .contains("v1.", "v1.apps", "v2.autoscaling");
    }

    @Test
    void aSecondTimeWritesNothing() throws InterruptedException {
        String before = api.list(rbac("clusterroles"), "", ListOptions.all()).resourceVersion();

        bootstrapAgain();

        assertThat(api.list(rbac("clusterroles"), "", ListOptions.all()).resourceVersion())
                .isEqualTo(before);
    }

    @Test
    void whatWasTakenAwayComesBackAndWhatWasAddedStays() throws InterruptedException {
        KubeObject masters = binding("cluster-admin");
        masters.json()
                .putArray("subjects")
                .addObject()
                .put("kind", "User")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("name", "added");
        api.update(rbac("clusterrolebindings"), masters);
        api.delete(new ObjectRef(rbac("clusterroles"), "", "view"), DeleteOptions.defaults());

        bootstrapAgain();

        assertThat(binding("cluster-admin").json().path("subjects"))
                .extracting(subject -> subject.path("name").asString())
                .containsExactly("added", "system:masters");
        assertThat(api.get(rbac("clusterroles"), "", "view").json().has("aggregationRule"))
                .isTrue();
    }

    @Test
    void aBindingToAnotherRoleIsReplaced() throws InterruptedException {
        KubeObject changed = binding("system:basic-user");
        api.delete(
                new ObjectRef(rbac("clusterrolebindings"), "", "system:basic-user"),
                DeleteOptions.defaults());
        changed.metadata().remove("resourceVersion");
        changed.metadata().remove("uid");
        changed.json().withObject("roleRef").put("name", "cluster-admin");
        api.create(rbac("clusterrolebindings"), changed);

        bootstrapAgain();

        assertThat(binding("system:basic-user").json().at("/roleRef/name").asString())
                .isEqualTo("system:basic-user");
    }
}
