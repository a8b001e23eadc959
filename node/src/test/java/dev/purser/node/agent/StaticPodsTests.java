package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.node.settings.KubeletConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods of files, with real containers.
@Tag("containers")
class StaticPodsTests {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path manifests;
    @TempDir Path shared;
    private NodeBench node;

    @BeforeEach
    void startNode(@TempDir Path images) throws Exception {
        write("first.yaml", "first", "one");
        node =
                NodeBench.start(
                        images,
                        KubeletConfiguration.defaults().withStaticPath(manifests.toString()));
    }

    @AfterEach
    void removeNode() throws Exception {
        node.remove();
    }

    private void write(String file, String name, String word) throws IOException {
        Path fresh = manifests.resolve("." + file);
        Files.writeString(
                fresh,
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  terminationGracePeriodSeconds: 5
                  containers:
                  - name: c
                    image: %s
                    imagePullPolicy: IfNotPresent
                    command: [sh, -c, "trap 'exit 0' TERM; (set -o noclobber; : > /s/%s.lock) || echo twice >> /s/twice; echo %s; while :; do sleep 0.1; done"]
                    lifecycle: {preStop: {exec: {command: [sh, -c, "rm /s/%s.lock"]}}}
                    volumeMounts: [{name: s, mountPath: /s}]
                  volumes: [{name: s, hostPath: {path: %s}}]
                """
                        .formatted(name, TestImage.NAME, name, word, name, shared));
        Files.move(fresh, manifests.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private boolean exists(String pod) {
        try {
            node.pod(pod);
            return true;
        } catch (StatusException e) {
            return false;
        }
    }

    private KubeObject awaitReady(String pod) throws InterruptedException {
        await(pod + " is there", () -> exists(pod));
        return node.await(pod, NodeBench::isReady);
    }

    @Test
    void theyRunAndAreMirroredReplacedAndRemoved() throws Exception {
        KubeObject first = awaitReady("first-node1");
        assertThat(first.annotations().get("kubernetes.io/config.mirror"))
                .isEqualTo(first.annotations().get("kubernetes.io/config.hash"));
        assertThat(first.uid()).isNotEqualTo(first.annotations().get("kubernetes.io/config.hash"));
        assertThat(first.metadata().path("ownerReferences").path(0).path("uid").asString(""))
                .isEqualTo(node.node().uid());
        node.awaitLog(first, "c", "one\n");

        write("second.yaml", "second", "two");
        awaitReady("second-node1");
        Files.writeString(manifests.resolve("bad.yaml"), "nonsense");
        await(
                "the bad file is told of",
                () -> node.events("node1").stream().anyMatch(each -> each.contains("bad.yaml")));

        delete("first-node1");
        await(
                "the mirror is made anew",
                () -> exists("first-node1") && !node.pod("first-node1").uid().equals(first.uid()));
        KubeObject again = awaitReady("first-node1");
        assertThat(NodeBench.containerId(again)).isEqualTo(NodeBench.containerId(first));

        write("first.yaml", "first", "three");
        await(
                "the new pod is shown",
                () ->
                        exists("first-node1")
                                && NodeBench.isReady(node.pod("first-node1"))
                                && !NodeBench.containerId(node.pod("first-node1"))
                                        .equals(NodeBench.containerId(first)));
        node.awaitLog(node.pod("first-node1"), "c", "three\n");

        Files.delete(manifests.resolve("first.yaml"));
        await("the mirror goes with its file", () -> !exists("first-node1"));
        assertThat(exists("second-node1")).isTrue();
        assertThat(shared.resolve("twice")).doesNotExist();
    }

    @Test
    void anotherAgentTakesThemOver() throws Exception {
        KubeObject before = awaitReady("first-node1");

        node.restart();
        write("second.yaml", "second", "two");
        awaitReady("second-node1");

        assertThat(NodeBench.containerId(node.pod("first-node1")))
                .isEqualTo(NodeBench.containerId(before));
        assertThat(node.pod("first-node1").uid()).isEqualTo(before.uid());
        assertThat(shared.resolve("twice")).doesNotExist();
    }

    private void delete(String pod) {
        node.api.delete(
                new ObjectRef(NodeBench.PODS, "default", pod),
                DeleteOptions.defaults().withGracePeriodSeconds(0));
    }
}
