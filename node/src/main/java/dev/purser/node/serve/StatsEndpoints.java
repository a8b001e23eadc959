package dev.purser.node.serve;

import dev.purser.node.measure.NodeStats;
import dev.purser.node.measure.NodeSurvey.Extent;
import dev.purser.wire.http.Answer;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/stats/summary`, `/metrics/resource` and `/metrics/cadvisor`.
final class StatsEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(StatsEndpoints.class);

    private final NodeStats stats;

    StatsEndpoints(NodeStats stats) {
        this.stats = stats;
    }

    Answer summary(Call call) {
        boolean isBrief = call.query().all("only_cpu_and_memory").equals(List.of("true"));
        try {
            return NodeAnswers.json(
                    stats.summary(isBrief ? Extent.PROCESSOR_AND_MEMORY : Extent.ALL));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    Answer resources(Call call) {
        return NodeAnswers.metrics(stats.resourceMetrics());
    }

    Answer containers(Call call) {
        try {
            return NodeAnswers.metrics(stats.containerMetrics());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static PlainFailure failed(IOException e) {
        LOG.warn("What the node uses cannot be told: {}", e.getMessage());
        return new PlainFailure(500, "Internal Error: " + e.getMessage());
    }
}
