package dev.purser.server.service;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpFamily;
import dev.purser.api.network.IpNetwork;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Which addresses of the ServiceCIDRs are free. Thread-safe.
///
/// An address is taken while there is an IPAddress object of its name. Two writes may find the same
/// one free; the store lets one of them make the object.
final class AddressPool {
    static final GroupVersionResource ADDRESSES =
            new GroupVersionResource("networking.k8s.io", "v1", "ipaddresses");

    private static final GroupVersionResource RANGES =
            new GroupVersionResource("networking.k8s.io", "v1", "servicecidrs");
    private static final int STATIC_MIN = 16;
    private static final int STATIC_MAX = 256;

    private final ObjectSource objects;
    private final RandomGenerator random;

    AddressPool(ObjectSource objects, RandomGenerator random) {
        this.objects = objects;
        this.random = random;
    }

    /// The networks to take addresses from: those of ServiceCIDRs that are ready and stay.
    List<IpNetwork> networks() {
        return objects.list(RANGES, "").stream()
                .filter(range -> range.deletionTimestamp().isEmpty() && isReady(range))
                .flatMap(range -> Trees.texts(range.spec(), "cidrs").stream())
                .flatMap(text -> IpNetwork.parse(text).stream())
                .filter(network -> network.family() == IpFamily.IPV4)
                .toList();
    }

    private static boolean isReady(KubeObject range) {
        for (ObjectNode condition : Trees.items(range.status(), "conditions")) {
            if (Trees.text(condition, "type").equals("Ready")) {
                return Trees.text(condition, "status").equals("True");
            }
        }
        return true;
    }

    /// Whether Services may have the address: not the first of a network, nor the last.
    static boolean isUsable(IpNetwork network, IpAddress address) {
        return network.contains(address)
                && !address.value().equals(network.first().value())
                && !address.value().equals(network.last().value());
    }

    List<KubeObject> services() {
        return objects.list(PortPool.SERVICES, "");
    }

    boolean isTaken(IpAddress address) {
        return objects.find(ADDRESSES, "", address.toString()).isPresent();
    }

    /// Any free address; empty when all are taken.
    Optional<IpAddress> anyFree() {
        for (IpNetwork network : networks()) {
            Optional<IpAddress> address = anyFree(network);
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }

    /// The lower addresses of a network are left to those who ask for one by name, as far as there
    /// are others (KEP-3070).
    private Optional<IpAddress> anyFree(IpNetwork network) {
        long size = network.last().value().subtract(network.first().value()).longValue() - 1;
        long lower = staticSize(size + 2);
        IpAddress first = network.first().plus(1);
        Optional<IpAddress> address = firstFree(first.plus(lower), size - lower);
        return address.isPresent() ? address : firstFree(first, lower);
    }

    private static long staticSize(long size) {
        return size <= STATIC_MIN
                ? 0
                : Math.min(Math.max(size / STATIC_MIN, STATIC_MIN), STATIC_MAX);
    }

    private Optional<IpAddress> firstFree(IpAddress first, long size) {
        if (size <= 0) {
            return Optional.empty();
        }
        long start = random.nextLong(size);
        for (long i = 0; i < size; i++) {
            IpAddress address = first.plus((start + i) % size);
            if (!isTaken(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
