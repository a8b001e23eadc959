package dev.purser.bench.node;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the request that changes a ConfigMap to the swap of the volumes of all pods that mount it.
final class UpdateMeasure implements UpdateTurns.Changeable {
    private static final Duration SETTLE = Duration.ofMillis(1500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final DateTimeFormatter SWAPPED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS xx");

    private final Cluster cluster;
    private final Duration ahead;
    private final List<String> pods;

    private UpdateMeasure(Cluster cluster, Duration ahead, List<String> pods) {
        this.cluster = cluster;
        this.ahead = ahead;
        this.pods = pods;
    }

    /// Starts so many pods.
    ///
    /// @param ahead how far the node's clock is ahead
    static UpdateMeasure begin(Cluster cluster, String image, int count, Duration ahead)
            throws Exception {
        KubeObject config =
                KubeObject.named(
                        new GroupVersionKind("", "v1", "ConfigMap"), Cluster.NAMESPACE, "bench");
        config.json().putObject("data").put("value", "start");
        cluster.api().create(Cluster.CONFIG_MAPS, config);
        List<String> names = IntStream.range(0, count).mapToObj(i -> "update-" + i).toList();
        BenchPods maker = new BenchPods(cluster, image);
        maker.start(names.stream().map(maker::reporting).toList());
        return new UpdateMeasure(cluster, ahead, names);
    }

    /// Changes the ConfigMap once and waits until every pod has told when it got there.
    @Override
    public List<Long> change(int number) throws Exception {
        String value = "round-" + number;
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").put("value", value);
        Instant before = Instant.now();
        cluster.api()
                .patch(
                        new ObjectRef(Cluster.CONFIG_MAPS, Cluster.NAMESPACE, "bench"),
                        "",
                        PatchType.MERGE,
                        patch);
        List<Long> nanos = new ArrayList<>();
        Set<String> waiting = new LinkedHashSet<>(pods);
        Instant end = before.plus(PATIENCE);
        // Asking slows down what is measured: most likely it is over by then, else one asks seldom.
        for (Duration pause = SETTLE; !waiting.isEmpty(); pause = longer(pause)) {
            Thread.sleep(pause);
            for (String pod : List.copyOf(waiting)) {
                OptionalLong took = arrival(pod, value, before);
                if (took.isPresent()) {
                    waiting.remove(pod);
                    nanos.add(took.getAsLong());
                }
            }
            if (Instant.now().isAfter(end)) {
                throw new TimeoutException(
                        "%s: %s is not in the files of %d pods"
                                .formatted(cluster.name(), value, waiting.size()));
            }
        }
        return nanos;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private OptionalLong arrival(String pod, String value, Instant before) {
        String line =
                cluster.api()
                        .text(
                                "/api/v1/namespaces/%s/pods/%s/log?tailLines=1"
                                        .formatted(Cluster.NAMESPACE, pod))
                        .strip();
        if (!line.startsWith(value + " ")) {
            return OptionalLong.empty();
        }
        Instant swapped =
                SWAPPED.parse(line.substring(value.length() + 1), Instant::from).minus(ahead);
        return OptionalLong.of(Math.max(0, Duration.between(before, swapped).toNanos()));
    }

    @Override
    public String name() {
        return cluster.name();
    }

    void end() throws Exception {
        cluster.deleteAll(Cluster.PODS);
        cluster.api()
                .delete(
                        new ObjectRef(Cluster.CONFIG_MAPS, Cluster.NAMESPACE, "bench"),
                        DeleteOptions.defaults());
    }
}
