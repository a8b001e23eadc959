package dev.purser.api.kind.storage;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;

/// The kinds of the storage group.
public final class StorageKinds {
    private StorageKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("storage.k8s.io", "v1")
                .with("CSIDriver", new CsiDriverRules())
                .with("CSINode", new CsiNodeRules(goForm))
                .with("CSIStorageCapacity", new CsiStorageCapacityRules(goForm))
                .with("StorageClass", new StorageClassRules())
                .with("VolumeAttachment", new VolumeAttachmentRules(goForm))
                .with("VolumeAttributesClass", new VolumeAttributesClassRules());
    }
}
