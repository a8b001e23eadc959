package dev.purser.bench;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How soon a pod is ready, and how soon a changed ConfigMap is in its file. The file is read where
/// the node keeps it, which is the very file that the container sees: run this on the node.
final class NodeMeasure {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final String NAMESPACE = "default";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Api api;
    private final String image;
    private final Consumer<Figures> report;

    NodeMeasure(Api api, String image, Consumer<Figures> report) {
        this.api = api;
        this.image = image;
        this.report = report;
    }

    /// From the request that creates a pod to the watch event that says it is Ready.
    void ready(int rounds) throws Exception {
        startAndStop("bench-ready-warm");
        long[] nanos = new long[rounds];
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            nanos[round] = startAndStop("bench-ready-" + round);
        }
        report.accept(Figures.of("create to Ready", nanos, System.nanoTime() - start));
    }

    private long startAndStop(String name) throws Exception {
        long before = System.nanoTime();
        api.create(PODS, pod(name));
        awaitReady(name);
        long took = System.nanoTime() - before;
        api.delete(new ObjectRef(PODS, NAMESPACE, name), DeleteOptions.defaults());
        return took;
    }

    /// From the request that changes a ConfigMap to its value in the mounted file.
    ///
    /// @param podsDirectory where the node keeps its pods: `DATA_DIR/node/pods`, or
    ///   `/var/lib/kubelet/pods`
    void volume(Path podsDirectory, int rounds) throws Exception {
        KubeObject config =
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ConfigMap"), NAMESPACE, "bench-volume");
        config.json().withObject("/data").put("value", "start");
        api.create(CONFIG_MAPS, config);
        KubeObject pod = pod("bench-volume");
        ObjectNode volume = pod.spec().putArray("volumes").addObject().put("name", "v");
        volume.putObject("configMap").put("name", "bench-volume");
        ((ObjectNode) pod.spec().path("containers").path(0))
                .putArray("volumeMounts")
                .addObject()
                .put("name", "v")
                .put("mountPath", "/v");
        String uid = api.create(PODS, pod).uid();
        awaitReady("bench-volume");
        Path file = podsDirectory.resolve(uid).resolve("volumes/kubernetes.io~configmap/v/value");
        long[] nanos = new long[rounds];
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            String value = "round " + round;
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("data").put("value", value);
            long before = System.nanoTime();
            api.patch(
                    new ObjectRef(CONFIG_MAPS, NAMESPACE, "bench-volume"),
                    "",
                    PatchType.MERGE,
                    patch);
            awaitContent(file, value);
            nanos[round] = System.nanoTime() - before;
        }
        report.accept(
                Figures.of("ConfigMap update to mounted file", nanos, System.nanoTime() - start));
        api.delete(new ObjectRef(PODS, NAMESPACE, "bench-volume"), DeleteOptions.defaults());
        api.delete(new ObjectRef(CONFIG_MAPS, NAMESPACE, "bench-volume"), DeleteOptions.defaults());
    }

    private static void awaitContent(Path file, String value) throws IOException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(file).equals(value)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(file + " did not change");
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }

    private void awaitReady(String name) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Watch watch =
                api.watch(PODS, NAMESPACE, new WatchOptions("", "metadata.name=" + name, ""))) {
            while (System.nanoTime() < deadline) {
                var event = watch.next(Duration.ofSeconds(1));
                if (event.isPresent() && isReady(event.get().object())) {
                    return;
                }
            }
        }
        throw new TimeoutException("pod " + name + " is not ready");
    }

    private static boolean isReady(KubeObject pod) {
        for (JsonNode condition : pod.json().path("status").path("conditions")) {
            if (condition.path("type").asString().equals("Ready")) {
                return condition.path("status").asString().equals("True");
            }
        }
        return false;
    }

    private KubeObject pod(String name) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), NAMESPACE, name);
        pod.spec().put("terminationGracePeriodSeconds", 0);
        ObjectNode container = pod.spec().putArray("containers").addObject();
        container.put("name", "c").put("image", image).put("imagePullPolicy", "IfNotPresent");
        container.putArray("command").add("sleep").add("3600");
        return pod;
    }
}
