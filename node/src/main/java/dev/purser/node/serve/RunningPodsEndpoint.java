package dev.purser.node.serve;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.Sandbox;
import dev.purser.wire.http.Answer;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/runningpods/`: the pods that the runtime runs, whatever the API says.
final class RunningPodsEndpoint implements Endpoint {
    private final CriRuntime runtime;

    RunningPodsEndpoint(CriRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Answer answer(Call call) {
        ObjectNode list = PodsEndpoint.list();
        ArrayNode items = list.putArray("items");
        try {
            runtime.sandboxes().stream()
                    .filter(Sandbox::isReady)
                    .sorted(Comparator.comparing(Sandbox::createdAt).reversed())
                    .forEach(sandbox -> items.add(pod(sandbox)));
        } catch (CriException e) {
            throw new PlainFailure(500, e.getMessage());
        }
        return NodeAnswers.json(list);
    }

    private ObjectNode pod(Sandbox sandbox) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata")
                .put("name", sandbox.pod().name())
                .put("namespace", sandbox.pod().namespace())
                .put("uid", sandbox.pod().uid());
        ArrayNode containers = pod.putObject("spec").putArray("containers");
        for (Container container : running(sandbox)) {
            containers
                    .addObject()
                    .put("name", container.name())
                    .put("image", container.imageId())
                    .putObject("resources");
        }
        pod.putObject("status");
        return pod;
    }

    private List<Container> running(Sandbox sandbox) {
        return runtime.containers(sandbox.pod().uid()).stream()
                .filter(Container::isRunning)
                .filter(each -> each.sandboxId().equals(sandbox.id()))
                .sorted(Comparator.comparing(Container::createdAt))
                .toList();
    }
}
