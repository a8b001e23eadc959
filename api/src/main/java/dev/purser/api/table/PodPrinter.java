package dev.purser.api.table;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Pods: what their containers are up to, in one word.
///
/// The word is the pod's phase unless something says more: the first init container that is not
/// done, else the last container that waits or has ended, else that the pod is being deleted.
final class PodPrinter implements RowPrinter {
    @Override
    public void print(Row row) {
        Summary summary = new Summary(row);
        summary.readInitContainers();
        if (!summary.initializing || isTrue(row, "Initialized")) {
            summary.readContainers();
        }
        summary.readDeletion();
        markIfOver(row);
        row.addName()
                .add(summary.ready + "/" + summary.total)
                .add(summary.reason)
                .add(summary.restartText())
                .addAge()
                .add(Texts.orNone(row.text("/status/podIPs/0/ip")))
                .add(Texts.orNone(row.text("/spec/nodeName")))
                .add(Texts.orNone(row.text("/status/nominatedNodeName")))
                .add(readinessGates(row));
    }

    private static boolean isTrue(Row row, String condition) {
        return row.condition("/status/conditions", condition).equals("True");
    }

    private static void markIfOver(Row row) {
        switch (row.text("/status/phase")) {
            case "Succeeded" ->
                    row.addCondition("Succeeded", "The pod has completed successfully.");
            case "Failed" -> row.addCondition("Failed", "The pod failed.");
            default -> {}
        }
    }

    private static String readinessGates(Row row) {
        JsonNode gates = row.at("/spec/readinessGates");
        if (gates.isEmpty()) {
            return Texts.NONE;
        }
        long met =
                gates.valueStream()
                        .filter(gate -> isTrue(row, gate.path("conditionType").asString("")))
                        .count();
        return met + "/" + gates.size();
    }

    /// What is known about a pod while its containers are gone through.
    private static final class Summary {
        private final Row row;
        private final Set<String> sidecars = new HashSet<>();
        private final int total;
        private int ready;
        private String reason;
        private boolean initializing;
        private Restarts restarts = new Restarts();
        private final Restarts sidecarRestarts = new Restarts();

        Summary(Row row) {
            this.row = row;
            for (JsonNode container : row.at("/spec/initContainers")) {
                if (container.path("restartPolicy").asString("").equals("Always")) {
                    sidecars.add(container.path("name").asString(""));
                }
            }
            this.total = row.at("/spec/containers").size() + sidecars.size();
            this.reason = initialReason();
        }

        private String initialReason() {
            for (JsonNode condition : row.at("/status/conditions")) {
                if (condition.path("type").asString("").equals("PodScheduled")
                        && condition.path("reason").asString("").equals("SchedulingGated")) {
                    return "SchedulingGated";
                }
            }
            return row.text("/status/reason", row.text("/status/phase"));
        }

        /// Goes through the init containers up to the first that is not done.
        void readInitContainers() {
            int index = 0;
            for (JsonNode status : row.at("/status/initContainerStatuses")) {
                boolean sidecar = sidecars.contains(status.path("name").asString(""));
                restarts.add(status);
                if (sidecar) {
                    sidecarRestarts.add(status);
                }
                if (sidecar && !hasSucceeded(status) && status.path("started").asBoolean(false)) {
                    ready += status.path("ready").asBoolean(false) ? 1 : 0;
                } else if (!hasSucceeded(status)) {
                    reason = "Init:" + initReason(status, index);
                    initializing = true;
                    return;
                }
                index++;
            }
        }

        private static boolean hasSucceeded(JsonNode status) {
            JsonNode terminated = status.path("state").path("terminated");
            return terminated.isObject() && terminated.path("exitCode").asInt(0) == 0;
        }

        private String initReason(JsonNode status, int index) {
            JsonNode terminated = status.path("state").path("terminated");
            if (terminated.isObject()) {
                return endReason(terminated);
            }
            String waiting = status.path("state").path("waiting").path("reason").asString("");
            return waiting.isEmpty() || waiting.equals("PodInitializing")
                    ? index + "/" + row.at("/spec/initContainers").size()
                    : waiting;
        }

        private static String endReason(JsonNode terminated) {
            String given = terminated.path("reason").asString("");
            if (!given.isEmpty()) {
                return given;
            }
            int signal = terminated.path("signal").asInt(0);
            return signal != 0
                    ? "Signal:" + signal
                    : "ExitCode:" + terminated.path("exitCode").asInt(0);
        }

        /// Goes through the containers from the last to the first, so that the first has its say;
        /// but that one is done says nothing where another has failed.
        void readContainers() {
            restarts = sidecarRestarts;
            boolean anyRunning = false;
            boolean anyFailed = false;
            JsonNode statuses = row.at("/status/containerStatuses");
            for (int i = statuses.size() - 1; i >= 0; i--) {
                JsonNode status = statuses.path(i);
                restarts.add(status);
                JsonNode state = status.path("state");
                String waiting = state.path("waiting").path("reason").asString("");
                if (!waiting.isEmpty()) {
                    reason = waiting;
                } else if (state.path("terminated").isObject()) {
                    if (!anyFailed || !hasSucceeded(status)) {
                        reason = endReason(state.path("terminated"));
                    }
                    anyFailed |= !hasSucceeded(status);
                } else if (status.path("ready").asBoolean(false)
                        && state.path("running").isObject()) {
                    anyRunning = true;
                    ready++;
                }
            }
            if (reason.equals("Completed") && anyRunning) {
                reason = isTrue(row, "Ready") ? "Running" : "NotReady";
            }
        }

        void readDeletion() {
            if (row.text("/metadata/deletionTimestamp").isEmpty()) {
                return;
            }
            String phase = row.text("/status/phase");
            if (row.text("/status/reason").equals("NodeLost")) {
                reason = "Unknown";
            } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                reason = "Terminating";
            }
        }

        String restartText() {
            return restarts.last == null || restarts.count == 0
                    ? String.valueOf(restarts.count)
                    : "%d (%s ago)".formatted(restarts.count, row.since(restarts.last));
        }
    }

    /// How often containers were restarted, and when one last ended.
    private static final class Restarts {
        private long count;
        private @Nullable String last;

        void add(JsonNode status) {
            count += status.path("restartCount").asLong(0);
            String finished =
                    status.path("lastState").path("terminated").path("finishedAt").asString("");
            Instant end = Row.instant(finished).orElse(Instant.MIN);
            Instant known = last == null ? Instant.MIN : Row.instant(last).orElse(Instant.MIN);
            if (end.isAfter(known)) {
                last = finished;
            }
        }
    }
}
