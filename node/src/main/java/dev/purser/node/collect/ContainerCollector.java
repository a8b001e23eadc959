package dev.purser.node.collect;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriRuntime.Listed;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.launch.Cgroups;
import dev.purser.node.launch.HostSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes containers that have ended, logs and cgroups of pods that are gone, and what is left of
/// containers that the runtime has lost. Thread-safe.
///
/// Of a container that was restarted the two newest lives stay, for `kubectl logs --previous`;
/// their pods' loops see to that. Here goes what no loop has: and, when the disk is full, all that
/// has ended but the newest life in a pod that goes on.
public final class ContainerCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCollector.class);
    private static final int LIVES_KEPT = 2;

    private final CriRuntime runtime;
    private final HostSettings host;
    private final Pods pods;
    private final LostContainers lost;

    /// What pods there are.
    ///
    /// @param known all pods whose objects are on this node; empty until they are known
    /// @param ended the uids of those of which nothing runs any more
    public record Pods(Supplier<Set<PodIdentity>> known, Supplier<Set<String>> ended) {}

    public ContainerCollector(
            CriRuntime runtime, HostSettings host, Pods pods, LostContainers lost) {
        this.runtime = runtime;
        this.host = host;
        this.pods = pods;
        this.lost = lost;
    }

    /// Looks once, as kubelet does every minute.
    ///
    /// @throws IOException when the runtime cannot be asked
    public void collect() throws IOException {
        removeLives(LIVES_KEPT, Set.of());
        removeTraces();
        removeLost();
    }

    /// Removes all that has ended but the newest life in pods that go on.
    public void removeEnded() throws IOException {
        removeLives(1, pods.ended().get());
    }

    /// @param kept how many lives of a container stay
    /// @param ended pods of which no life has to stay
    private void removeLives(int kept, Set<String> ended) throws IOException {
        try {
            Map<String, Integer> newer = new HashMap<>();
            List<Listed> newestFirst =
                    runtime.listing().stream()
                            .sorted((one, other) -> Integer.compare(other.attempt(), one.attempt()))
                            .toList();
            for (Listed each : newestFirst) {
                String key = each.pod().uid() + "/" + each.name();
                int lives = newer.merge(key, 1, Integer::sum);
                boolean isSpare = lives > kept || ended.contains(each.pod().uid());
                if (each.state() == Container.State.EXITED && isSpare) {
                    runtime.removeContainer(each.id());
                }
            }
        } catch (CriException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void removeLost() throws IOException {
        try {
            lost.remove();
        } catch (CriException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The logs and cgroups of pods that are no longer known and of which nothing is left in the
    /// runtime.
    private void removeTraces() throws IOException {
        Set<PodIdentity> known = pods.known().get();
        if (known.isEmpty() || !Files.isDirectory(host.podLogs())) {
            return;
        }
        Set<PodIdentity> there = new HashSet<>(known);
        try {
            runtime.sandboxes().forEach(each -> there.add(each.pod()));
        } catch (CriException e) {
            throw new IOException(e.getMessage(), e);
        }
        Cgroups.removePodsExcept(
                host.cgroupRoot(),
                there.stream().map(PodIdentity::uid).collect(Collectors.toSet()));
        Set<Path> kept = there.stream().map(host::podLogDirectory).collect(Collectors.toSet());
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(host.podLogs())) {
            for (Path directory : directories) {
                if (!kept.contains(directory)) {
                    LOG.info("Removing the logs {}, whose pod is gone", directory.getFileName());
                    removeTree(directory);
                }
            }
        }
    }

    private static void removeTree(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} has gone by itself", root, e);
        }
    }
}
