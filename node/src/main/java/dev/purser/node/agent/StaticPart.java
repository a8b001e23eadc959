package dev.purser.node.agent;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.Schemas;
import dev.purser.client.event.EventRecorder;
import dev.purser.node.agent.NodeAgent.Surroundings;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.manifest.MirrorPods;
import dev.purser.node.manifest.StaticPodReader;
import dev.purser.node.manifest.StaticPods;
import dev.purser.node.pod.Pods;
import dev.purser.node.report.ApiPodStatusWriter;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pods of files, where there are to be some, and their mirrors, of which an earlier process
/// may have left some in any case.
final class StaticPart implements AutoCloseable {
    private static final GroupVersionKind NODE = new GroupVersionKind("", "v1", "Node");

    private final NodeSettings settings;
    private final Surroundings around;
    private final MirrorPods mirrors;
    private @Nullable StaticPods files;

    StaticPart(NodeSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        mirrors =
                new MirrorPods(
                        around.api(), settings.nodeName(), new ApiPodStatusWriter(around.api()));
    }

    MirrorPods mirrors() {
        return mirrors;
    }

    /// Takes the pods over that there are now.
    void start(Pods pods, CriRuntime runtime, EventRecorder events) {
        mirrors.start();
        String path = settings.kubelet().pods().staticPath();
        if (path.isEmpty()) {
            mirrors.showNone();
            return;
        }
        files =
                new StaticPods(
                        Path.of(path),
                        new StaticPodReader(settings.nodeName(), Schemas.load(), around.timers()),
                        pods,
                        runtime,
                        mirrors,
                        events,
                        KubeObject.named(NODE, "", settings.nodeName()));
        files.start();
    }

    /// The uids of the pods that are to run.
    Set<String> uids() {
        return files == null ? Set.of() : files.uids();
    }

    /// Follows the files no longer.
    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
        mirrors.close();
    }
}
