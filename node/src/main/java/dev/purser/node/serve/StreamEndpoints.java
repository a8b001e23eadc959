package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.NodeStreams.ExecRequest;
import dev.purser.client.node.NodeStreams.Streams;
import dev.purser.client.node.StreamTarget;
import dev.purser.wire.http.Answer;
import dev.purser.wire.stream.RequestedStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// `/exec/…`, `/attach/…` and `/portForward/…`, whose connections are joined to the runtime.
final class StreamEndpoints {
    private final NodePods pods;
    private final NodeStreams streams;

    StreamEndpoints(NodePods pods, NodeStreams streams) {
        this.pods = pods;
        this.streams = streams;
    }

    Answer exec(Call call) {
        Streams wanted = wanted(call);
        KubeObject pod = pod(call);
        return joined(() ->
                streams.exec(
                        new ExecRequest(
                                PodContainers.key(pod),
                                call.parameter("containerName"),
                                call.query().all("command"),
                                wanted)));
    }

    Answer attach(Call call) {
        Streams wanted = wanted(call);
        KubeObject pod = pod(call);
        return joined(() ->
                streams.attach(
                        new ExecRequest(
                                PodContainers.key(pod),
                                call.parameter("containerName"),
                                List.of(),
                                wanted)));
    }

    Answer portForward(Call call) {
        KubeObject pod = pod(call);
        String uid = call.parameter("uid");
        if (!uid.isEmpty() && !uid.equals(pod.uid())) {
            throw new PlainFailure(404, "pod not found");
        }
        return joined(() -> streams.portForward(PodContainers.key(pod), ports(call)));
    }

    private static Streams wanted(Call call) {
        Streams wanted = RequestedStreams.ofKubelet(call.query());
        if (!wanted.stdin() && !wanted.stdout() && !wanted.stderr()) {
            throw new PlainFailure(400, "you must specify at least 1 of stdin, stdout, stderr");
        }
        return wanted;
    }

    private static List<Integer> ports(Call call) {
        List<Integer> ports = new ArrayList<>();
        for (String value : call.query().all("port")) {
            for (String port : value.split(",")) {
                if (!port.matches("[0-9]{1,5}")) {
                    throw new PlainFailure(400, "unable to parse \"%s\" as a port".formatted(port));
                }
                ports.add(Integer.parseInt(port));
            }
        }
        return ports;
    }

    private KubeObject pod(Call call) {
        return pods.named(call.parameter("podNamespace"), call.parameter("podID"))
                .orElseThrow(() -> new PlainFailure(404, "pod does not exist"));
    }

    private static Answer joined(Supplier<? extends StreamTarget> target) {
        try {
            return Answer.upgraded(target.get());
        } catch (StatusException e) {
            throw new PlainFailure(500, e.getMessage());
        }
    }
}
