package dev.purser.node.probe;

import dev.purser.node.cri.PodIdentity;
import dev.purser.node.probe.Prober.Purpose;
import dev.purser.node.probe.Prober.Target;
import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// How often which probe came to which result, and how long that took (`prober_...`). A container
/// that is no longer probed is forgotten. Thread-safe.
public final class ProbeMetrics implements MetricsSource {
    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

    private final Map<String, Probe> probes = new ConcurrentSkipListMap<>();

    /// One probe of one container.
    private record Probe(
            List<Map.Entry<String, String>> labels,
            String podUid,
            LongAdder successful,
            LongAdder failed,
            LongAdder unknown,
            Histogram seconds) {}

    void record(Target target, Purpose purpose, ProbeResult result, Duration time) {
        Probe probe = probes.computeIfAbsent(key(target, purpose), _ -> probe(target, purpose));
        LongAdder count =
                switch (result) {
                    case ProbeResult.Success _, ProbeResult.Warning _ -> probe.successful();
                    case ProbeResult.Failure _ -> probe.failed();
                    case ProbeResult.Unknown _ -> probe.unknown();
                };
        count.increment();
        probe.seconds().record(time);
    }

    private static Probe probe(Target target, Purpose purpose) {
        PodIdentity pod = target.pod().identity();
        return new Probe(
                List.of(
                        Map.entry("container", target.container().name()),
                        Map.entry("namespace", pod.namespace()),
                        Map.entry("pod", pod.name()),
                        Map.entry("probe_type", purpose.title())),
                pod.uid(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new Histogram(SECONDS));
    }

    /// Forgets the probes of one life of a container.
    void forget(String containerId) {
        probes.keySet().removeIf(key -> key.startsWith(containerId + " "));
    }

    private static String key(Target target, Purpose purpose) {
        return target.containerId() + " " + purpose;
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                "prober_probe_duration_seconds",
                MetricsText.Type.HISTOGRAM,
                "Duration in seconds for a probe response.");
        probes.values()
                .forEach(probe ->
                        probe.seconds()
                                .writeTo(text, "prober_probe_duration_seconds", probe.labels()));
        text.family(
                "prober_probe_total",
                MetricsText.Type.COUNTER,
                "Cumulative number of a liveness, readiness or startup probe for a container by"
                        + " result.");
        for (Probe probe : probes.values()) {
            count(text, probe, "failed", probe.failed());
            count(text, probe, "successful", probe.successful());
            count(text, probe, "unknown", probe.unknown());
        }
    }

    private static void count(MetricsText text, Probe probe, String result, LongAdder count) {
        if (count.sum() == 0) {
            return;
        }
        List<Map.Entry<String, String>> labels = new ArrayList<>(probe.labels());
        labels.add(labels.size() - 1, Map.entry("pod_uid", probe.podUid()));
        labels.add(Map.entry("result", result));
        text.sample("prober_probe_total", labels, count.sum());
    }
}
