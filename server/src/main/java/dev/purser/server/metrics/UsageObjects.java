package dev.purser.server.metrics;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.node.NodeUsage;
import dev.purser.client.node.NodeUsage.Amount;
import dev.purser.client.node.NodeUsage.PodUsage;
import dev.purser.client.node.NodeUsage.Span;
import dev.purser.server.object.StoredObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Measurements as objects of the API. Thread-safe.
final class UsageObjects {
    private static final long BYTES_PER_KIB = 1024;

    private final InstantSource clock;

    UsageObjects(InstantSource clock) {
        this.clock = clock;
    }

    KubeObject ofNode(StoredObject node, NodeUsage usage) {
        ObjectNode tree = begin(MetricsGroup.NODES, node, usage.span());
        write(usage.total(), tree.putObject("usage"));
        return KubeObject.of(tree);
    }

    KubeObject ofPod(StoredObject pod, PodUsage usage) {
        ObjectNode tree = begin(MetricsGroup.PODS, pod, usage.span());
        ArrayNode containers = tree.putArray("containers");
        new TreeMap<>(usage.containers())
                .forEach((name, amount) -> {
                    ObjectNode container = containers.addObject().put("name", name);
                    write(amount, container.putObject("usage"));
                });
        return KubeObject.of(tree);
    }

    /// The object has the name and labels of what was measured, and is as old as the answer.
    private ObjectNode begin(MetricsGroup resource, StoredObject measured, Span span) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("kind", resource.kind().kind()).put("apiVersion", resource.kind().apiVersion());
        ObjectNode metadata = tree.putObject("metadata").put("name", measured.name());
        if (resource.isNamespaced()) {
            metadata.put("namespace", measured.namespace());
        }
        metadata.put("creationTimestamp", second(clock));
        Map<String, String> labels = measured.labels();
        if (!labels.isEmpty()) {
            ObjectNode target = metadata.putObject("labels");
            new TreeMap<>(labels).forEach(target::put);
        }
        return tree.put("timestamp", second(span::end)).put("window", text(span.length()));
    }

    private static String second(InstantSource time) {
        return time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void write(Amount amount, ObjectNode target) {
        target.put("cpu", amount.nanoCores() + "n")
                .put("memory", amount.memoryBytes() / BYTES_PER_KIB + "Ki");
    }

    /// A duration as Go prints it, to the millisecond: `10.003s`, `1m15s`.
    static String text(Duration duration) {
        long minutes = duration.toMinutes();
        Duration rest = duration.minusMinutes(minutes);
        String seconds =
                BigDecimal.valueOf(rest.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
        return minutes == 0 ? seconds : minutes + "m" + seconds;
    }
}
