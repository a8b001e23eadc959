package dev.purser.node.report;

import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventType;
import dev.purser.client.event.ObjectReference;
import dev.purser.node.report.NodeDocument.Condition;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Events about the node itself, as kubelet records them.
public final class NodeEvents {
    private final String name;
    private final EventRecorder recorder;

    /// @param name of the node
    public NodeEvents(String name, EventRecorder recorder) {
        this.name = name;
        this.recorder = recorder;
    }

    void starting() {
        record(EventType.NORMAL, "Starting", "Starting kubelet.");
    }

    /// Something happened to the node.
    public void record(EventType type, String reason, String message) {
        // Kubelet gives the name for the uid, and `kubectl describe node` looks for it.
        recorder.record(
                new ObjectReference("", "Node", "", name, name, "", ""), type, reason, message);
    }

    /// A status was written: what is new in it is an event.
    ///
    /// @param before the status that the API showed
    void reported(JsonNode before, List<Condition> conditions, String bootId) {
        String bootBefore = before.path("nodeInfo").path("bootID").asString("");
        if (!bootBefore.isEmpty() && !bootBefore.equals(bootId)) {
            record(
                    EventType.WARNING,
                    "Rebooted",
                    "Node %s has been rebooted, boot id: %s".formatted(name, bootId));
        }
        for (Condition condition : conditions) {
            String shown = status(before, condition.type());
            boolean isReady = condition.type().equals("Ready");
            // A new node's readiness is no change.
            if (!shown.equals(condition.status()) && !(isReady && shown.isEmpty())) {
                String reason = reason(condition);
                record(
                        EventType.NORMAL,
                        reason,
                        "Node %s status is now: %s".formatted(name, reason));
            }
        }
    }

    private static String status(JsonNode before, String type) {
        for (JsonNode condition : before.path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("");
            }
        }
        return "";
    }

    /// `KubeletHasDiskPressure` of a condition is `NodeHasDiskPressure` of an event.
    private static String reason(Condition condition) {
        return condition.reason().replaceFirst("^Kubelet", "Node");
    }
}
