package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessApiTests {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final GroupVersionResource ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("system:kube-controller-manager", Identity.MASTERS));
        api.create(
                ACCOUNTS,
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ServiceAccount"), "default", "default"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static KubeObject pod(String name) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "default", name);
        pod.spec().putArray("containers").addObject().put("name", "c").put("image", "i:1");
        return pod;
    }

    @Test
    void completesObjectsAsForEverybody() {
        KubeObject made = api.create(PODS, pod("defaults"));
        assertThat(made.uid()).isNotEmpty();
        assertThat(made.spec().path("restartPolicy").asString()).isEqualTo("Always");
        assertThat(made.status().path("phase").asString()).isEqualTo("Pending");
    }

    @Test
    void bindsAPodOnceOnly() {
        KubeObject made = api.create(PODS, pod("bound"));
        ObjectRef reference = ObjectRef.of(PODS, made);
        KubeObject binding =
                KubeObject.named(new GroupVersionKind("", "v1", "Binding"), "default", "bound");
        binding.json().putObject("target").put("kind", "Node").put("name", "n1");
        api.createSubresource(reference, "binding", binding);
        assertThat(api.get(PODS, "default", "bound").spec().path("nodeName").asString())
                .isEqualTo("n1");
        assertThatThrownBy(() -> api.createSubresource(reference, "binding", binding))
                .hasMessageContaining("pod bound is already assigned to node \"n1\"");
    }

    @Test
    void deletesABoundPodWithItsGrace() {
        KubeObject pod = pod("graceful");
        pod.spec().put("nodeName", "n1").put("terminationGracePeriodSeconds", 7);
        ObjectRef reference = ObjectRef.of(PODS, api.create(PODS, pod));
        api.delete(reference, DeleteOptions.defaults());
        KubeObject ending = api.get(PODS, "default", "graceful");
        assertThat(ending.metadata().path("deletionGracePeriodSeconds").asInt()).isEqualTo(7);
        api.delete(reference, DeleteOptions.defaults().withGracePeriodSeconds(0));
        assertThatThrownBy(() -> api.get(PODS, "default", "graceful"))
                .isInstanceOf(StatusException.class)
                .hasMessage("pods \"graceful\" not found");
    }

    /// A node ends a pod as soon as it sees that it is to end; who asked for that is not told that
    /// there is no such pod.
    @Test
    void deletesAPodThatItsNodeEndsAtTheSameTime() throws InterruptedException {
        String version = api.list(PODS, "default", ListOptions.all()).resourceVersion();
        try (Watch watch = api.watch(PODS, "default", WatchOptions.after(version))) {
            Thread node = Thread.ofVirtual().start(() -> endWhatIsToEnd(watch));
            for (int round = 0; round < 300; round++) {
                KubeObject made = api.create(PODS, pod("raced-" + round));
                api.delete(ObjectRef.of(PODS, made), DeleteOptions.defaults());
            }
            watch.close();
            node.join();
        }
        assertThat(api.list(PODS, "default", ListOptions.all()).items())
                .noneMatch(pod -> pod.name().startsWith("raced-"));
    }

    private static void endWhatIsToEnd(Watch watch) {
        try {
            while (!watch.isClosed()) {
                Optional<KubeObject> pod =
                        watch.next(Duration.ofSeconds(1))
                                .filter(event -> event.type() == Watch.Type.MODIFIED)
                                .map(Watch.Event::object)
                                .filter(object -> object.deletionTimestamp().isPresent());
                pod.ifPresent(InProcessApiTests::endNow);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a test's thread", e);
        }
    }

    private static void endNow(KubeObject pod) {
        try {
            api.delete(
                    ObjectRef.of(PODS, pod),
                    DeleteOptions.ofUid(pod.uid()).withGracePeriodSeconds(0));
        } catch (StatusException e) {
            assertThat(e).hasMessageContaining("not found");
        }
    }

    @Test
    void refusesTheDeletionOfAnotherObjectOfTheName() {
        KubeObject made = api.create(PODS, pod("other"));
        assertThatThrownBy(
                        () -> api.delete(ObjectRef.of(PODS, made), DeleteOptions.ofUid("not-this")))
                .hasMessageContaining("the UID in the precondition (not-this) does not match");
    }

    @Test
    void watchesFromAListOn() throws InterruptedException {
        String version = api.list(CONFIG_MAPS, "default", ListOptions.all()).resourceVersion();
        api.create(
                CONFIG_MAPS,
                KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "default", "seen"));
        try (Watch watch = api.watch(CONFIG_MAPS, "default", WatchOptions.after(version))) {
            Watch.Event event = watch.next(Duration.ofSeconds(10)).orElseThrow();
            assertThat(event.type()).isEqualTo(Watch.Type.ADDED);
            assertThat(event.object().name()).isEqualTo("seen");
        }
    }

    @Test
    void asksTheAuthorizer() {
        Api stranger = server.api(Identity.of("eve"));
        assertThatThrownBy(() -> stranger.get(CONFIG_MAPS, "default", "x"))
                .hasMessageContaining(
                        "User \"eve\" cannot get resource \"configmaps\" in API group \"\" in the"
                                + " namespace \"default\"");
    }
}
