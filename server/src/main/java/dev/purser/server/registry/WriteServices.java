package dev.purser.server.registry;

import dev.purser.api.managed.FieldOwners;
import dev.purser.api.managed.FieldWriter;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionChain;
import dev.purser.server.admission.AdmissionRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// What every kind of write needs. Thread-safe if its parts are.
///
/// @param allocations what objects of some resources take from pools
/// @param random makes uids and generated names; cryptographic strength is not needed
record WriteServices(
        ObjectStore store,
        AdmissionChain admission,
        FieldOwners owners,
        EncodedSize sizes,
        Map<GroupResource, Allocation> allocations,
        InstantSource clock,
        RandomGenerator random) {

    boolean allocates(ServedResource resource) {
        return allocations.containsKey(resource.groupResource());
    }

    Allocation allocation(ServedResource resource) {
        return allocations.getOrDefault(resource.groupResource(), Allocation.NONE);
    }

    CompanionWrites companions() {
        return new CompanionWrites(this);
    }

    /// This second, as metadata has it.
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// A random uid (RFC 9562, version 4).
    String newUid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /// Who writes, as the owners of fields are recorded.
    static FieldWriter writer(WriteRequest request) {
        return request.resource().writer(request.fieldManager(), request.subresource());
    }

    static AdmissionRequest admissionRequest(
            WriteRequest request,
            AdmissionRequest.Operation operation,
            Optional<KubeObject> object,
            Optional<KubeObject> old) {
        return new AdmissionRequest(
                operation,
                request.identity(),
                request.attributes(),
                object,
                old,
                request.isDryRun()
                        ? AdmissionRequest.Effect.TRIED
                        : AdmissionRequest.Effect.LASTING,
                request.warnings(),
                request.annotations());
    }
}
