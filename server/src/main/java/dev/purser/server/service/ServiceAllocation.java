package dev.purser.server.service;

import dev.purser.api.kind.service.IpFamilyChoice;
import dev.purser.api.kind.service.ServiceCarryOver;
import dev.purser.api.kind.service.ServiceShape;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.network.IpFamily;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.registry.Allocation;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.WriteRequest.DryRun;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gives Services their addresses and node ports, and takes them back. Thread-safe.
///
/// The order is Kubernetes' own, so that of several mistakes the same one is told first.
public final class ServiceAllocation implements Allocation {
    private final IpFamilyChoice families = new IpFamilyChoice(IpFamily.IPV4);
    private final AddressAllocation addresses;
    private final PortPool ports;

    /// An allocation that knows what the stored Services have.
    ///
    /// @param random chooses; cryptographic strength is not needed
    public ServiceAllocation(Resources resources, ObjectSource objects, RandomGenerator random) {
        this.addresses =
                new AddressAllocation(
                        new AddressPool(objects, random),
                        resources.find(AddressPool.ADDRESSES).orElseThrow());
        this.ports = new PortPool(objects, random);
    }

    @Override
    public Claim claim(KubeObject service, Optional<KubeObject> old, DryRun dryRun) {
        old.ifPresentOrElse(
                before -> ServiceCarryOver.complete(service, before),
                () -> ServiceCarryOver.complete(service));
        families.apply(service, old);
        List<Companion> made = addresses.allocate(service, old, dryRun);
        List<Companion> dropped = addresses.released(service, old);
        PortClaims claims =
                switch (dryRun) {
                    case NO -> PortClaims.real(ports);
                    case ALL -> PortClaims.dryRun(ports);
                };
        boolean isDone = false;
        try {
            new PortAllocation(service, old.map(ServiceShape::of), claims).run();
            isDone = true;
        } finally {
            if (!isDone) {
                claims.close();
            }
        }
        return new ServiceClaim(made, dropped, claims);
    }

    @Override
    public List<Companion> released(KubeObject last) {
        return addresses.held(ServiceShape.of(last));
    }

    /// IPAddress objects that stored Services should have and lack, because they were written
    /// before there were any or because somebody deleted them.
    public List<KubeObject> missingAddresses() {
        return addresses.missing();
    }

    private record ServiceClaim(List<Companion> made, List<Companion> dropped, PortClaims ports)
            implements Claim {
        @Override
        public void close() {
            ports.close();
        }
    }
}
