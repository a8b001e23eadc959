package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.cri.Sandbox;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the runtime showed of one pod at one moment.
///
/// @param sandboxes the newest first
/// @param containers the newest first
/// @param addresses of the newest sandbox, if it is ready
record PodSnapshot(List<Sandbox> sandboxes, List<Container> containers, List<String> addresses) {
    PodSnapshot {
        sandboxes = sandboxes.stream().sorted(Sandbox.NEWEST_FIRST).toList();
        containers =
                containers.stream()
                        .sorted(
                                Comparator.comparingInt(Container::attempt)
                                        .thenComparing(Container::createdAt)
                                        .reversed())
                        .toList();
        addresses = List.copyOf(addresses);
    }

    /// The sandbox that the pod's containers run in, if it works.
    Optional<Sandbox> readySandbox() {
        return sandboxes.stream().findFirst().filter(Sandbox::isReady);
    }

    /// The newest life of a container.
    Optional<Container> current(String name) {
        return lives(name).stream().findFirst();
    }

    /// The life before the newest one.
    Optional<Container> previous(String name) {
        return lives(name).stream().skip(1).findFirst();
    }

    /// All lives of a container, the newest first.
    List<Container> lives(String name) {
        return containers.stream().filter(each -> each.name().equals(name)).toList();
    }

    List<Container> running() {
        return containers.stream().filter(Container::isRunning).toList();
    }
}
