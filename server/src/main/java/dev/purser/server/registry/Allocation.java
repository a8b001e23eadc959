package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Optional;

/// What the objects of a resource take from pools that all share, such as addresses. The registry
/// asks after admission and before validation, as Kubernetes' `BeginCreate` and `BeginUpdate` do.
/// Thread-safe.
public interface Allocation {
    /// Takes what an object needs and writes it into the object.
    ///
    /// @param object new or changed; completed in place
    /// @param old what it was; empty when it is new
    /// @return closed by the caller when the object is written or given up
    /// @throws dev.purser.api.status.StatusException when it cannot be had
    Claim claim(KubeObject object, Optional<KubeObject> old, WriteRequest.DryRun dryRun);

    /// The companions that go with an object.
    List<Companion> released(KubeObject last);

    /// The allocation of resources that take nothing.
    Allocation NONE =
            new Allocation() {
                @Override
                public Claim claim(
                        KubeObject object, Optional<KubeObject> old, WriteRequest.DryRun dryRun) {
                    return Claim.NOTHING;
                }

                @Override
                public List<Companion> released(KubeObject last) {
                    return List.of();
                }
            };

    /// An object that comes or goes with another, in the same transaction: an IPAddress with the
    /// Service that has the address.
    ///
    /// @param object only its name matters when it goes
    record Companion(ServedResource resource, KubeObject object) {}

    /// What one write holds until it is done.
    interface Claim extends AutoCloseable {
        Claim NOTHING =
                new Claim() {
                    @Override
                    public List<Companion> made() {
                        return List.of();
                    }

                    @Override
                    public List<Companion> dropped() {
                        return List.of();
                    }

                    @Override
                    public void close() {}
                };

        /// What must be made with the object.
        List<Companion> made();

        /// What goes when the object is written.
        List<Companion> dropped();

        @Override
        void close();
    }
}
