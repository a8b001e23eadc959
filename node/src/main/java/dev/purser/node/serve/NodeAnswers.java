package dev.purser.node.serve;

import dev.purser.wire.http.Answer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// The forms of kubelet's answers.
final class NodeAnswers {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS =
            "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    private NodeAnswers() {}

    /// A bare text, as kubelet answers errors.
    static Answer plain(int status, String text) {
        return Answer.of(status, TEXT, bytes(text));
    }

    static Answer json(JsonNode document) {
        return Answer.of(200, "application/json", bytes(document.toString()));
    }

    /// Metrics in the text format of Prometheus.
    static Answer metrics(String text) {
        return Answer.of(200, METRICS, bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
