package dev.purser.node.stream;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.PodPorts;
import dev.purser.node.attach.AttachedContainer;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.ContainerTasks;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.exec.RunningProcesses;
import dev.purser.node.forward.SandboxPorts;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.linux.NetworkNamespace;
import dev.purser.node.log.ContainerLog;
import dev.purser.node.log.ContainerLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import runtime.v1.CriV1.AttachRequest;
import tools.jackson.databind.JsonNode;

/// [NodeStreams] of this node: logs from the files, commands and connections by the node's own
/// means, attachments from containerd's streaming server on the loopback address.
public final class PodStreams implements NodeStreams {
    private static final GroupResource PODS = new GroupResource("", "pods");

    private final Sources sources;
    private final CriRuntime runtime;
    private final HostSettings host;
    private final PodLookup pods;

    /// Where logs and streams come from.
    public record Sources(
            CriRuntime runtime,
            ContainerTasks tasks,
            RunningProcesses processes,
            NetworkNamespace namespaces,
            ContainerLogs logs) {}

    public PodStreams(Sources sources, HostSettings host, PodLookup pods) {
        this.sources = sources;
        this.runtime = sources.runtime();
        this.host = host;
        this.pods = pods;
    }

    @Override
    public void logs(LogRequest request, OutputStream out)
            throws IOException, InterruptedException {
        KubeObject pod =
                pods.find(request.pod())
                        .orElseThrow(() -> StatusErrors.notFound(PODS, request.pod().name()));
        List<Container> known = asked(() -> runtime.containers(pod.uid()));
        String id = LogSource.containerId(request, pod.json().path("status"), known);
        Optional<Container> container =
                known.stream().filter(each -> each.id().equals(id)).findFirst();
        if (container.isEmpty()) {
            String text = "unable to retrieve container logs for containerd://" + id;
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        Path file =
                host.podLogDirectory(PodIdentity.of(pod))
                        .resolve(
                                HostSettings.logPath(
                                        request.container(), container.get().attempt()));
        sources.logs().copy(new Log(file, id), request, out);
    }

    /// One container's log file.
    private final class Log implements ContainerLog {
        private final Path file;
        private final String id;

        Log(Path file, String id) {
            this.file = file;
            this.id = id;
        }

        @Override
        public Path file() {
            return file;
        }

        @Override
        public boolean isRunning() {
            return runtime.container(id).filter(Container::isRunning).isPresent();
        }
    }

    @Override
    public CommandSession exec(ExecRequest request) {
        return sources.processes().command(running(request), request.command(), request.streams());
    }

    @Override
    public CommandSession attach(ExecRequest request) {
        Streams streams = request.streams();
        AttachRequest prepared =
                AttachRequest.newBuilder()
                        .setContainerId(running(request))
                        .setStdin(streams.stdin())
                        .setStdout(streams.stdout())
                        .setStderr(streams.stderr() && !streams.tty())
                        .setTty(streams.tty())
                        .build();
        return new AttachedContainer(asked(() -> runtime.attach(prepared)), streams);
    }

    @Override
    public PodPorts portForward(PodKey pod, List<Integer> ports) {
        String id =
                asked(() -> runtime.sandboxes(pod.uid())).stream()
                        .filter(Sandbox::isReady)
                        .min(Sandbox.NEWEST_FIRST)
                        .map(Sandbox::id)
                        .orElseThrow(() ->
                                new StatusException(
                                        StatusReason.NOT_FOUND,
                                        "sandbox not found for pod " + pod.name()));
        Optional<Path> namespace = network(asked(() -> sources.tasks().description(id)));
        return new SandboxPorts(sources.namespaces(), id, namespace, ports);
    }

    /// The network namespace of a sandbox; empty for one on the host's network.
    private static Optional<Path> network(JsonNode description) {
        return description
                .path("linux")
                .path("namespaces")
                .valueStream()
                .filter(each -> each.path("type").asString("").equals("network"))
                .map(each -> each.path("path").asString(""))
                .filter(path -> !path.isEmpty())
                .findFirst()
                .map(Path::of);
    }

    private String running(ExecRequest request) {
        return asked(() -> runtime.containers(request.pod().uid())).stream()
                .filter(each -> each.name().equals(request.container()))
                .filter(Container::isRunning)
                .map(Container::id)
                .findFirst()
                .orElseThrow(() ->
                        new StatusException(
                                StatusReason.NOT_FOUND,
                                "container not found (\"%s\")".formatted(request.container())));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (CriException e) {
            throw StatusErrors.internal(e.getMessage(), e);
        }
    }
}
