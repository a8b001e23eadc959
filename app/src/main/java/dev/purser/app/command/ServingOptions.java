package dev.purser.app.command;

import dev.purser.server.ServingSettings;
import dev.purser.server.flow.FlowSettings;

import picocli.CommandLine.Option;

/// How the API server treats those who ask it; named as kube-apiserver's flags are.
final class ServingOptions {
    @Option(
            names = "--enable-priority-and-fairness",
            arity = "0..1",
            paramLabel = "BOOL",
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "hold requests back by FlowSchemas and PriorityLevelConfigurations"
                            + " (default: ${DEFAULT-VALUE})")
    private boolean priorityAndFairness = true;

    @Option(
            names = "--max-requests-inflight",
            paramLabel = "N",
            defaultValue = "400",
            description =
                    "with the next one: how many requests run at once (default: ${DEFAULT-VALUE})")
    private int requests = 400;

    @Option(
            names = "--max-mutating-requests-inflight",
            paramLabel = "N",
            defaultValue = "200",
            description = "added to the one before (default: ${DEFAULT-VALUE})")
    private int mutatingRequests = 200;

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m0s",
            description =
                    "how long a request may take, but for watches and streams"
                            + " (default: ${DEFAULT-VALUE})")
    private String requestTimeout = "1m0s";

    /// The settings, checked.
    ServingSettings settings() {
        if (requests < 0 || mutatingRequests < 0 || requests + mutatingRequests <= 0) {
            throw new CommandFailure(
                    "--max-requests-inflight and --max-mutating-requests-inflight are not negative,"
                            + " and one of them is greater than 0");
        }
        FlowSettings flow =
                new FlowSettings(
                        priorityAndFairness ? FlowSettings.Mode.FAIR : FlowSettings.Mode.OFF,
                        requests + mutatingRequests);
        return new ServingSettings(flow, GoDuration.parse("--request-timeout", requestTimeout));
    }
}
