package dev.purser.bench.node;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes pods and waits until they are ready. Thread-safe.
final class BenchPods {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CREATIONS_AT_ONCE = 8;

    /// Tells each state of the mounted value once, with the time at which the volume was swapped.
    /// It looks once a second; the time is the file system's, so looking late loses nothing. The
    /// pause is a read that nobody answers, which takes no process.
    private static final String REPORTER =
            "mkfifo /pause; exec 3<>/pause; old=; while :; do read -r new < /v/value; "
                    + "[ \"$new\" = \"$old\" ] || { old=$new; echo \"$new $(stat -c %z /v/..data)\"; }; "
                    + "read -r -t 1 x <&3; done";

    private final Cluster cluster;
    private final String image;

    BenchPods(Cluster cluster, String image) {
        this.cluster = cluster;
        this.image = image;
    }

    /// A pod that only waits.
    KubeObject idle(String name) {
        return pod(name, List.of("sleep", "3600"));
    }

    /// A pod that reports on the value of the ConfigMap `bench`.
    KubeObject reporting(String name) {
        KubeObject pod = pod(name, List.of("sh", "-c", REPORTER));
        ObjectNode volume = pod.spec().putArray("volumes").addObject().put("name", "v");
        volume.putObject("configMap").put("name", "bench");
        ((ObjectNode) pod.spec().path("containers").path(0))
                .putArray("volumeMounts")
                .addObject()
                .put("name", "v")
                .put("mountPath", "/v");
        return pod;
    }

    private KubeObject pod(String name, List<String> command) {
        KubeObject pod =
                KubeObject.named(new GroupVersionKind("", "v1", "Pod"), Cluster.NAMESPACE, name);
        pod.spec().put("terminationGracePeriodSeconds", 0);
        pod.spec().put("automountServiceAccountToken", false);
        pod.spec().putObject("nodeSelector").put("kubernetes.io/hostname", cluster.node());
        ObjectNode container = pod.spec().putArray("containers").addObject();
        container.put("name", "c").put("image", image).put("imagePullPolicy", "IfNotPresent");
        ArrayNode words = container.putArray("command");
        command.forEach(words::add);
        return pod;
    }

    /// Creates all of them at once, and waits for all.
    ///
    /// @return for each, how long it took from its request to the news that it is Ready, in
    ///   nanoseconds
    List<Long> start(List<KubeObject> pods) throws Exception {
        String version =
                cluster.api()
                        .list(Cluster.PODS, Cluster.NAMESPACE, ListOptions.all())
                        .resourceVersion();
        Map<String, Long> begun = new ConcurrentHashMap<>();
        try (Watch watch =
                        cluster.api()
                                .watch(
                                        Cluster.PODS,
                                        Cluster.NAMESPACE,
                                        WatchOptions.after(version));
                ExecutorService creators = Executors.newFixedThreadPool(CREATIONS_AT_ONCE)) {
            List<Callable<KubeObject>> creations = new ArrayList<>();
            for (KubeObject pod : pods) {
                creations.add(() -> {
                    begun.put(pod.name(), System.nanoTime());
                    return cluster.api().create(Cluster.PODS, pod);
                });
            }
            List<Future<KubeObject>> running = new ArrayList<>();
            creations.forEach(creation -> running.add(creators.submit(creation)));
            Map<String, Long> took = awaitReady(watch, pods.size(), begun);
            for (Future<KubeObject> creation : running) {
                creation.get();
            }
            return List.copyOf(took.values());
        }
    }

    private Map<String, Long> awaitReady(Watch watch, int count, Map<String, Long> begun)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Long> took = new HashMap<>();
        while (took.size() < count) {
            var event = watch.next(Duration.ofSeconds(1));
            long now = System.nanoTime();
            if (event.isPresent() && Cluster.isReady(event.get().object())) {
                String name = event.get().object().name();
                took.putIfAbsent(name, now - begun.getOrDefault(name, now));
            }
            if (now > deadline || (event.isEmpty() && watch.isClosed())) {
                throw new TimeoutException(
                        "%s: %d of %d pods are ready"
                                .formatted(cluster.name(), took.size(), count));
            }
        }
        return took;
    }
}
