package dev.purser.node.serve;

import dev.purser.wire.http.Answer;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.util.List;
import java.util.Map;

/// `/metrics` and `/metrics/probes`: what some sources count.
final class MetricsEndpoint implements Endpoint {
    /// The Kubernetes whose behaviour this node has.
    private static final String VERSION = "v1.37.2";

    private final List<MetricsSource> sources;

    /// @param sources in the order in which they are shown
    MetricsEndpoint(List<MetricsSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /// What `/metrics` shows first.
    static void build(MetricsText text) {
        text.family("kubernetes_build_info", MetricsText.Type.GAUGE, "The version of the node.");
        text.sample("kubernetes_build_info", List.of(Map.entry("git_version", VERSION)), 1L);
    }

    @Override
    public Answer answer(Call call) {
        MetricsText text = new MetricsText();
        sources.forEach(source -> source.writeTo(text));
        return NodeAnswers.metrics(text.toString());
    }
}
