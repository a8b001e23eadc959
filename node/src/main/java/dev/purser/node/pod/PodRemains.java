package dev.purser.node.pod;

import dev.purser.node.cri.PodIdentity;
import dev.purser.node.launch.Cgroups;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what a pod leaves behind on the node. Thread-safe.
final class PodRemains {
    private static final Logger LOG = LoggerFactory.getLogger(PodRemains.class);

    private final PodServices services;

    PodRemains(PodServices services) {
        this.services = services;
    }

    /// Removes what only running containers need: volumes and cgroups. Logs and states of the
    /// containers stay as long as the pod's object does.
    void removeWorkingState(PodSpec pod) {
        services.volumes().tearDown(pod.identity().uid());
        services.imageVolumes().release(pod.identity().uid());
        forgetSecrets(pod.identity().uid());
        Cgroups.remove(services.sandboxConfigs().cgroup(pod));
    }

    /// Stops and removes the sandboxes of a pod with all their containers.
    void removeFromRuntime(String podUid) {
        services.runtime()
                .sandboxes(podUid)
                .forEach(sandbox -> {
                    services.runtime().stopSandbox(sandbox.id());
                    services.runtime().removeSandbox(sandbox.id());
                });
    }

    /// Removes everything of a pod of which nothing is known but its name.
    void removeStranger(PodIdentity pod) {
        removeFromRuntime(pod.uid());
        services.imageVolumes().release(pod.uid());
        removeLogs(pod);
        forgetSecrets(pod.uid());
        services.sandboxConfigs().possibleCgroups(pod.uid()).forEach(Cgroups::remove);
    }

    private void forgetSecrets(String podUid) {
        try {
            services.containerConfigs().forget(podUid);
        } catch (IOException e) {
            LOG.warn("The environment of pod {} could not be forgotten", podUid, e);
        }
    }

    void removeLogs(PodIdentity pod) {
        Path directory = services.host().podLogDirectory(pod);
        try {
            if (Files.exists(directory)) {
                Files.walkFileTree(directory, new Remover());
            }
        } catch (IOException e) {
            LOG.warn("The logs of pod {} could not be removed", pod, e);
        }
    }

    /// Removes a tree of files; does not follow links.
    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
