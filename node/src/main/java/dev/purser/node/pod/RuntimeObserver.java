package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.Sandbox;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at one pod in the runtime. Used by one thread.
final class RuntimeObserver {
    private final CriRuntime runtime;
    private final HostSettings host;

    /// The last messages of ended containers, whose files may be gone later. Nothing else of them
    /// is kept: the runtime may learn a little after the end that memory had run out.
    private final Map<String, String> messages = new HashMap<>();

    private volatile Set<String> seen = Set.of();
    private String addressedSandbox = "";
    private List<String> addresses = List.of();

    RuntimeObserver(CriRuntime runtime, HostSettings host) {
        this.runtime = runtime;
        this.host = host;
    }

    /// Whether a container or sandbox of this id was there at the last look. For any thread.
    boolean hasSeen(String id) {
        return seen.contains(id);
    }

    PodSnapshot observe(PodSpec pod) {
        String uid = pod.identity().uid();
        List<Sandbox> sandboxes = runtime.sandboxes(uid);
        Map<String, ContainerSpec> specs = new HashMap<>();
        pod.allContainers().forEach(each -> specs.put(each.name(), each));
        List<Container> containers =
                runtime.containers(uid).stream()
                        .map(each -> withMessage(each, specs.get(each.name()), pod))
                        .toList();
        seen = ids(sandboxes, containers);
        return new PodSnapshot(sandboxes, containers, addresses(sandboxes));
    }

    private static Set<String> ids(List<Sandbox> sandboxes, List<Container> containers) {
        return Stream.concat(
                        sandboxes.stream().map(Sandbox::id), containers.stream().map(Container::id))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Container withMessage(Container container, @Nullable ContainerSpec spec, PodSpec pod) {
        if (!container.hasExited() || spec == null) {
            return container;
        }
        Path log =
                host.podLogDirectory(pod.identity())
                        .resolve(HostSettings.logPath(container.name(), container.attempt()));
        return container.withMessage(
                messages.computeIfAbsent(
                        container.id(), _ -> TerminationMessages.of(container, spec, log)));
    }

    /// A sandbox keeps its addresses for its whole life.
    private List<String> addresses(List<Sandbox> sandboxes) {
        sandboxes.stream()
                .min(Sandbox.NEWEST_FIRST)
                .filter(Sandbox::isReady)
                .filter(sandbox -> !sandbox.id().equals(addressedSandbox))
                .ifPresent(sandbox -> {
                    addresses = runtime.addresses(sandbox.id());
                    addressedSandbox = sandbox.id();
                });
        return addresses;
    }
}
