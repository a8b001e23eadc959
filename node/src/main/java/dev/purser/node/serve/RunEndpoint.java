package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.CommandResult;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.wire.http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// `/run/…`: runs a command to its end and answers its output, without streams.
final class RunEndpoint implements Endpoint {
    /// Longer than any answer of the node may take.
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NodePods pods;
    private final CriRuntime runtime;

    RunEndpoint(NodePods pods, CriRuntime runtime) {
        this.pods = pods;
        this.runtime = runtime;
    }

    @Override
    public Answer answer(Call call) {
        KubeObject pod =
                pods.named(call.parameter("podNamespace"), call.parameter("podID"))
                        .orElseThrow(() -> new PlainFailure(404, "pod does not exist"));
        String name = call.parameter("containerName");
        try {
            Container container =
                    runtime.containers(pod.uid()).stream()
                            .filter(each -> each.name().equals(name) && each.isRunning())
                            .findFirst()
                            .orElseThrow(() ->
                                    new PlainFailure(
                                            500, "container not found (\"%s\")".formatted(name)));
            List<String> command = List.of(call.query().first("cmd").split(" ", -1));
            CommandResult result = runtime.execute(container.id(), command, LIMIT);
            if (result.exitCode() != 0) {
                throw new PlainFailure(
                        500,
                        "command '%s' exited with %d: %s"
                                .formatted(
                                        String.join(" ", command),
                                        result.exitCode(),
                                        result.output()));
            }
            return Answer.of(
                    200, "application/json", result.output().getBytes(StandardCharsets.UTF_8));
        } catch (CriException e) {
            throw new PlainFailure(500, e.getMessage());
        }
    }
}
