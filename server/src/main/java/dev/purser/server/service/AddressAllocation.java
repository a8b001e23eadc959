package dev.purser.server.service;

import dev.purser.api.kind.service.ServiceShape;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpNetwork;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.registry.Allocation.Companion;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WriteRequest.DryRun;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives a Service its address, and makes the IPAddress object that holds it. Thread-safe.
final class AddressAllocation {
    private static final GroupVersionKind SERVICE = new GroupVersionKind("", "v1", "Service");
    private static final GroupVersionKind ADDRESS =
            new GroupVersionKind("networking.k8s.io", "v1", "IPAddress");
    private static final IpNetwork DEFAULT = IpNetwork.parse("10.96.0.0/16").orElseThrow();
    private static final String ADDRESSES = "clusterIPs";

    private final AddressPool pool;
    private final ServedResource resource;

    /// @param resource the IPAddresses
    AddressAllocation(AddressPool pool, ServedResource resource) {
        this.pool = pool;
        this.resource = resource;
    }

    /// Sets the address of a Service that needs one and has none yet.
    ///
    /// @return the IPAddress to be made with it
    List<Companion> allocate(KubeObject service, Optional<KubeObject> old, DryRun dryRun) {
        ServiceShape shape = ServiceShape.of(service);
        boolean hadNone =
                old.map(ServiceShape::of).map(before -> !before.needsAddress()).orElse(true);
        boolean isHeadless =
                shape.clusterIps().stream().findFirst().filter("None"::equals).isPresent();
        if (!hadNone || !shape.needsAddress() || isHeadless) {
            return List.of();
        }
        IpAddress address =
                switch (dryRun) {
                    case NO -> take(service);
                    case ALL -> tryToTake(service);
                };
        ObjectNode spec = service.spec();
        spec.put("clusterIP", address.toString());
        spec.putArray(ADDRESSES).add(address.toString());
        return List.of(companion(address, service));
    }

    private IpAddress take(KubeObject service) {
        Optional<IpAddress> asked = asked(service);
        if (asked.isEmpty()) {
            return pool.anyFree().orElseThrow(() -> full(service));
        }
        IpAddress address = asked.get();
        boolean isInRange =
                pool.networks().stream().anyMatch(net -> AddressPool.isUsable(net, address));
        if (!isInRange) {
            throw refusal(service, "the provided network does not match the current range");
        }
        if (pool.isTaken(address)) {
            throw refusal(service, "provided IP is already allocated");
        }
        return address;
    }

    private static StatusException full(KubeObject service) {
        return Failures.internal(
                "failed to allocate a serviceIP for Service \"%s\": range is full"
                        .formatted(service.name()));
    }

    /// What Kubernetes answers in a dry run, which looks at one range only and takes nothing.
    private IpAddress tryToTake(KubeObject service) {
        IpNetwork network = pool.networks().stream().findFirst().orElse(DEFAULT);
        IpAddress address = asked(service).orElse(network.first());
        boolean isAsked = asked(service).isPresent();
        if (isAsked && !AddressPool.isUsable(network, address)) {
            throw refusal(
                    service,
                    "the provided IP (%s) is not in the valid range. The range of valid IPs is %s"
                            .formatted(address, network));
        }
        return address;
    }

    private static Optional<IpAddress> asked(KubeObject service) {
        return ServiceShape.of(service).clusterIps().stream().findFirst().flatMap(IpAddress::parse);
    }

    private static StatusException refusal(KubeObject service, String why) {
        ArrayNode addresses = service.spec().withArray(ADDRESSES);
        FieldErrors errors = new FieldErrors();
        errors.invalid(
                "spec." + ADDRESSES,
                addresses,
                "failed to allocate IP %s: %s".formatted(addresses.get(0).asString(), why));
        return errors.asException(SERVICE, service.name());
    }

    /// What an update gives back.
    List<Companion> released(KubeObject service, Optional<KubeObject> old) {
        return old.map(ServiceShape::of)
                .filter(before -> !ServiceShape.of(service).needsAddress())
                .map(this::held)
                .orElse(List.of());
    }

    /// The IPAddresses of a Service.
    List<Companion> held(ServiceShape shape) {
        if (!shape.needsAddress()) {
            return List.of();
        }
        return shape.clusterIps().stream()
                .flatMap(text -> IpAddress.parse(text).stream())
                .map(address ->
                        new Companion(resource, KubeObject.named(ADDRESS, "", address.toString())))
                .toList();
    }

    List<KubeObject> missing() {
        return pool.services().stream()
                .flatMap(service ->
                        held(ServiceShape.of(service)).stream()
                                .flatMap(held -> IpAddress.parse(held.object().name()).stream())
                                .filter(address -> !pool.isTaken(address))
                                .map(address -> companion(address, service).object()))
                .toList();
    }

    private Companion companion(IpAddress address, KubeObject service) {
        KubeObject object = KubeObject.named(ADDRESS, "", address.toString());
        object.metadata()
                .putObject("labels")
                .put("ipaddress.kubernetes.io/ip-family", address.family().toString())
                .put("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
        object.spec()
                .putObject("parentRef")
                .put("resource", "services")
                .put("namespace", service.namespace())
                .put("name", service.name());
        return new Companion(resource, object);
    }
}
