package dev.purser.node.stream;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.log.ContainerLog;
import dev.purser.node.log.ContainerLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import runtime.v1.CriV1;
import runtime.v1.CriV1.AttachRequest;

/// [NodeStreams] of this node: logs from the files, everything else from containerd's own streaming
/// server on the loopback address.
public final class PodStreams implements NodeStreams {
    private static final GroupResource PODS = new GroupResource("", "pods");

    private final CriRuntime runtime;
    private final HostSettings host;
    private final ContainerLogs logs;
    private final PodLookup pods;

    public PodStreams(CriRuntime runtime, HostSettings host, ContainerLogs logs, PodLookup pods) {
        this.runtime = runtime;
        this.host = host;
        this.logs = logs;
        this.pods = pods;
    }

    @Override
    public void logs(LogRequest request, OutputStream out)
            throws IOException, InterruptedException {
        KubeObject pod =
                pods.find(request.pod())
                        .orElseThrow(() -> StatusErrors.notFound(PODS, request.pod().name()));
        String id = LogSource.containerId(request, pod.json().path("status"));
        Optional<Container> container = asked(() -> runtime.container(id));
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
        logs.copy(new Log(file, id), request, out);
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
    public URI exec(ExecRequest request) {
        String id = running(request);
        Streams streams = request.streams();
        return asked(() ->
                runtime.exec(
                        CriV1.ExecRequest.newBuilder()
                                .setContainerId(id)
                                .addAllCmd(request.command())
                                .setStdin(streams.stdin())
                                .setStdout(streams.stdout())
                                .setStderr(streams.stderr() && !streams.tty())
                                .setTty(streams.tty())
                                .build()));
    }

    @Override
    public URI attach(ExecRequest request) {
        String id = running(request);
        Streams streams = request.streams();
        return asked(() ->
                runtime.attach(
                        AttachRequest.newBuilder()
                                .setContainerId(id)
                                .setStdin(streams.stdin())
                                .setStdout(streams.stdout())
                                .setStderr(streams.stderr() && !streams.tty())
                                .setTty(streams.tty())
                                .build()));
    }

    @Override
    public URI portForward(PodKey pod, List<Integer> ports) {
        Sandbox sandbox =
                asked(() -> runtime.sandboxes(pod.uid())).stream()
                        .filter(Sandbox::isReady)
                        .min(Sandbox.NEWEST_FIRST)
                        .orElseThrow(() ->
                                new StatusException(
                                        StatusReason.NOT_FOUND,
                                        "sandbox not found for pod " + pod.name()));
        return asked(() -> runtime.portForward(sandbox.id(), ports));
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
