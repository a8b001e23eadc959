package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriStats;
import dev.purser.wire.http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/checkpoint/{podNamespace}/{podID}/{containerName}`: asks the runtime to keep a running
/// container in a file (KEP-2008). A runtime that cannot says so.
final class CheckpointEndpoint implements Endpoint {
    private final NodePods pods;
    private final CriRuntime runtime;
    private final CriStats archives;
    private final Path directory;
    private final InstantSource clock;

    /// @param directory for the files
    CheckpointEndpoint(
            NodePods pods,
            CriRuntime runtime,
            CriStats archives,
            Path directory,
            InstantSource clock) {
        this.pods = pods;
        this.runtime = runtime;
        this.archives = archives;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Answer answer(Call call) {
        String namespace = call.parameter("podNamespace");
        String name = call.parameter("podID");
        String container = call.parameter("containerName");
        KubeObject pod =
                pods.named(namespace, name)
                        .orElseThrow(() -> new PlainFailure(404, "pod does not exist"));
        if (!PodContainers.has(pod, container)) {
            throw new PlainFailure(404, "container %s does not exist".formatted(container));
        }
        Duration timeout = timeout(call.query().all("timeout"));
        try {
            String id = running(pod, container);
            Path file =
                    directory.resolve(
                            "checkpoint-%s_%s-%s-%s.tar"
                                    .formatted(name, namespace, container, clock.instant()));
            archives.checkpoint(id, file, timeout);
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.putArray("items").add(file.toString());
            return NodeAnswers.json(answer);
        } catch (CriException e) {
            throw new PlainFailure(
                    500,
                    "checkpointing of %s/%s/%s failed (%s)"
                            .formatted(namespace, name, container, e.getMessage()));
        }
    }

    /// The last of several is meant.
    private static Duration timeout(List<String> values) {
        try {
            return values.isEmpty()
                    ? Duration.ZERO
                    : Duration.ofSeconds(Long.parseLong(values.getLast()));
        } catch (NumberFormatException e) {
            throw new PlainFailure(404, "cannot parse value of timeout parameter");
        }
    }

    private String running(KubeObject pod, String container) {
        return runtime.containers(pod.uid()).stream()
                .filter(each -> each.name().equals(container) && each.isRunning())
                .findFirst()
                .orElseThrow(() ->
                        new PlainFailure(
                                500,
                                "checkpointing of %s/%s/%s failed (container %s not found)"
                                        .formatted(
                                                pod.namespace(), pod.name(), container, container)))
                .id();
    }
}
