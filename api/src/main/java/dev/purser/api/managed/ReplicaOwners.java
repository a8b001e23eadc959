package dev.purser.api.managed;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;

/// Carries the owners of the wanted replicas from an object to its `Scale` and back, so that a
/// write of either conflicts with the other. Immutable and thread-safe.
public final class ReplicaOwners {
    private static final FieldSet REPLICAS = FieldSet.of("spec.replicas");
    private static final String SCALE_VERSION = "autoscaling/v1";

    private final FieldSet own;

    /// @param path where the object has its replicas: `spec.replicas`
    public ReplicaOwners(String path) {
        this.own = FieldSet.of(path);
    }

    /// Gives a scale the entries of those who own the replicas of its object.
    public void toScale(KubeObject object, KubeObject scale) {
        Ownerships entries = new Ownerships();
        for (Ownership owner : Ownerships.read(object.metadata()).all()) {
            if (owns(owner, own)) {
                entries.put(in(SCALE_VERSION, owner, REPLICAS));
            }
        }
        entries.writeTo(scale.metadata());
    }

    /// Notes in an object who owns its replicas after its scale was written.
    ///
    /// Like Kubernetes', this tells owners by update apart by version, which is never the same in
    /// both, so that replicas set by update move to an entry of their own, without a time.
    public void toObject(KubeObject scale, KubeObject object) {
        Ownerships scalers = Ownerships.read(scale.metadata());
        Ownerships known = Ownerships.read(object.metadata());
        List<Ownership> entries = new ArrayList<>();
        for (Ownership owner : known.all()) {
            boolean kept = !owns(owner, own) || scalers.find(owner.identity()).isPresent();
            FieldSet left = kept ? owner.fields() : owner.fields().difference(own);
            if (!left.isEmpty()) {
                entries.add(owner.withFields(left));
            }
            if (owns(owner, own)) {
                scalers.remove(owner.identity());
            }
        }
        String version = object.groupVersionKind().apiVersion();
        for (Ownership owner : scalers.all()) {
            if (owns(owner, REPLICAS)) {
                String time = known.find(owner.identity()).map(Ownership::time).orElse(null);
                entries.add(in(version, owner, own).withTime(time));
            }
        }
        Ownerships.write(entries, object.metadata());
    }

    private static boolean owns(Ownership owner, FieldSet fields) {
        return !owner.fields().intersection(fields).isEmpty();
    }

    private static Ownership in(String apiVersion, Ownership owner, FieldSet fields) {
        return new Ownership(
                owner.manager(),
                owner.operation(),
                apiVersion,
                owner.subresource(),
                owner.time(),
                fields);
    }
}
