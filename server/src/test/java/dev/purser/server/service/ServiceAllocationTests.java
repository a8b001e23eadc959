package dev.purser.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAllocationTests {
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource ADDRESSES =
            new GroupVersionResource("networking.k8s.io", "v1", "ipaddresses");

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("admin", Identity.MASTERS));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static KubeObject service(String name, String type) {
        KubeObject service =
                KubeObject.named(new GroupVersionKind("", "v1", "Service"), "default", name);
        service.spec().put("type", type).putArray("ports").addObject().put("port", 80);
        return service;
    }

    private static String address(KubeObject service) {
        return service.spec().path("clusterIP").asString("");
    }

    private static int nodePort(KubeObject service) {
        return service.json().at("/spec/ports/0/nodePort").asInt();
    }

    @Test
    void theAddressIsHeldByAnObjectAsLongAsTheServiceHasIt() {
        KubeObject service = api.create(SERVICES, service("held", "ClusterIP"));

        KubeObject address = api.get(ADDRESSES, "", address(service));
        api.delete(ObjectRef.of(SERVICES, service), DeleteOptions.ofUid(service.uid()));

        assertThat(address.json().at("/spec/parentRef/name").asString()).isEqualTo("held");
        assertThatThrownBy(() -> api.get(ADDRESSES, "", address(service)))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("not found");
    }

    @Test
    void anAddressThatIsTakenIsRefusedAndAnswersOfOthersStay() {
        KubeObject service = service("second", "ClusterIP");
        service.spec().put("clusterIP", "10.96.0.1");

        assertThatThrownBy(() -> api.create(SERVICES, service))
                .hasMessage(
                        "Service \"second\" is invalid: spec.clusterIPs: Invalid value:"
                                + " [\"10.96.0.1\"]: failed to allocate IP 10.96.0.1: provided IP"
                                + " is already allocated");
    }

    @Test
    void aRefusedServiceTakesNothing() {
        KubeObject refused = service("refused", "NodePort");
        refused.spec().put("clusterIP", "10.96.7.7").put("sessionAffinity", "Mood");
        refused.spec().withArray("ports").get(0).asObject().put("nodePort", 30_007);

        assertThatThrownBy(() -> api.create(SERVICES, refused)).hasMessageContaining("Mood");
        refused.spec().remove("sessionAffinity");
        KubeObject taken = api.create(SERVICES, refused);

        assertThat(address(taken)).isEqualTo("10.96.7.7");
        assertThat(nodePort(taken)).isEqualTo(30_007);
    }

    @Test
    void aChangeOfTypeGivesBackWhatIsNoLongerNeeded() {
        KubeObject service = api.create(SERVICES, service("changing", "NodePort"));
        KubeObject external = service.copy();
        external.spec().put("type", "ExternalName").put("externalName", "example.com");
        KubeObject changed = api.update(SERVICES, external);

        KubeObject other = service("other", "NodePort");
        other.spec().put("clusterIP", address(service));
        other.spec().withArray("ports").get(0).asObject().put("nodePort", nodePort(service));

        assertThat(changed.spec().has("clusterIP")).isFalse();
        assertThat(nodePort(changed)).isZero();
        assertThat(nodePort(api.create(SERVICES, other))).isEqualTo(nodePort(service));
    }

    @Test
    void servicesMadeAtTheSameTimeNeverShare() throws InterruptedException, ExecutionException {
        List<Future<KubeObject>> writes = new ArrayList<>();
        Set<String> addresses = new HashSet<>();
        Set<Integer> ports = new HashSet<>();

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                KubeObject service = service("many-" + i, "NodePort");
                writes.add(executor.submit(() -> api.create(SERVICES, service)));
            }
        }

        for (Future<KubeObject> write : writes) {
            assertThat(addresses.add(address(write.get()))).isTrue();
            assertThat(ports.add(nodePort(write.get()))).isTrue();
        }
    }

    @Test
    void oneOfManyWhoAskForTheSameAddressGetsIt() throws InterruptedException {
        List<Future<KubeObject>> writes = new ArrayList<>();

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                KubeObject service = service("rival-" + i, "ClusterIP");
                service.spec().put("clusterIP", "10.96.9.9");
                writes.add(executor.submit(() -> api.create(SERVICES, service)));
            }
        }

        assertThat(writes).filteredOn(write -> write.state() == Future.State.SUCCESS).hasSize(1);
    }
}
