package dev.purser.server.service;

import dev.purser.api.kind.service.ServiceShape;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Which node ports are free. Thread-safe.
///
/// A port is taken while a stored Service has it, or while a write that wants it is under way. The
/// pool follows the Services and is told of each write before the write is answered, so that a port
/// never looks free in between; after a restart it knows again by reading them.
final class PortPool {
    static final int FIRST = 30_000;
    static final int LAST = 32_767;

    /// Ports below are left to those who ask for one by number, as far as there are others
    /// (KEP-3668).
    private static final int FIRST_DYNAMIC = FIRST + 86;

    static final GroupVersionResource SERVICES = new GroupVersionResource("", "v1", "services");

    private final Map<String, Set<Integer>> byService = new HashMap<>();
    private final Map<Integer, Integer> uses = new HashMap<>();
    private final Set<Integer> reserved = new HashSet<>();
    private final RandomGenerator random;

    PortPool(ObjectSource objects, RandomGenerator random) {
        this.random = random;
        objects.follow(SERVICES, this::note);
    }

    private synchronized void note(ObjectSource.Write write) {
        KubeObject service = write.object();
        String name = service.namespace() + "/" + service.name();
        Set<Integer> now =
                switch (write) {
                    case ObjectSource.Put put -> ports(service);
                    case ObjectSource.Gone gone -> Set.of();
                };
        byService
                .getOrDefault(name, Set.of())
                .forEach(port -> uses.computeIfPresent(port, (p, n) -> n == 1 ? null : n - 1));
        now.forEach(port -> uses.merge(port, 1, Integer::sum));
        if (now.isEmpty()) {
            byService.remove(name);
        } else {
            byService.put(name, now);
        }
    }

    private static Set<Integer> ports(KubeObject service) {
        ServiceShape shape = ServiceShape.of(service);
        Set<Integer> ports = new HashSet<>(shape.nodePorts());
        if (shape.needsHealthCheck() && shape.healthCheckNodePort() != 0) {
            ports.add(shape.healthCheckNodePort());
        }
        return ports;
    }

    /// Whether somebody has the port.
    synchronized boolean isTaken(int port) {
        return uses.containsKey(port) || reserved.contains(port);
    }

    /// Takes a port until it is released or stored; false when somebody has it.
    synchronized boolean reserve(int port) {
        return !uses.containsKey(port) && reserved.add(port);
    }

    /// Takes any port; empty when all are taken.
    synchronized OptionalInt reserveAny() {
        OptionalInt port = firstFree(FIRST_DYNAMIC, LAST);
        if (port.isEmpty()) {
            port = firstFree(FIRST, FIRST_DYNAMIC - 1);
        }
        port.ifPresent(reserved::add);
        return port;
    }

    private OptionalInt firstFree(int first, int last) {
        int size = last - first + 1;
        int start = random.nextInt(size);
        for (int i = 0; i < size; i++) {
            int port = first + (start + i) % size;
            if (!isTaken(port)) {
                return OptionalInt.of(port);
            }
        }
        return OptionalInt.empty();
    }

    synchronized void release(Set<Integer> ports) {
        reserved.removeAll(ports);
    }
}
