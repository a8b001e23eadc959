package dev.purser.node.manifest;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.PodPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// The streams of pods, where a mirror pod stands for its static one. Thread-safe.
public final class MirrorStreams implements NodeStreams {
    private final NodeStreams streams;
    private final MirrorPods mirrors;

    public MirrorStreams(NodeStreams streams, MirrorPods mirrors) {
        this.streams = streams;
        this.mirrors = mirrors;
    }

    private PodKey meant(PodKey pod) {
        return mirrors.behind(pod)
                .map(KubeObject::uid)
                .map(uid -> new PodKey(pod.namespace(), pod.name(), uid))
                .orElse(pod);
    }

    @Override
    public void logs(LogRequest request, OutputStream out)
            throws IOException, InterruptedException {
        streams.logs(
                new LogRequest(
                        meant(request.pod()),
                        request.container(),
                        request.instance(),
                        request.mode(),
                        request.timestamps(),
                        request.tailLines(),
                        request.since(),
                        request.limitBytes(),
                        request.stream()),
                out);
    }

    @Override
    public CommandSession exec(ExecRequest request) {
        return streams.exec(meant(request));
    }

    @Override
    public CommandSession attach(ExecRequest request) {
        return streams.attach(meant(request));
    }

    private ExecRequest meant(ExecRequest request) {
        return new ExecRequest(
                meant(request.pod()), request.container(), request.command(), request.streams());
    }

    @Override
    public PodPorts portForward(PodKey pod, List<Integer> ports) {
        return streams.portForward(meant(pod), ports);
    }
}
