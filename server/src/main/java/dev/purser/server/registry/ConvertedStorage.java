package dev.purser.server.registry;

import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.kind.conversion.VersionConversion;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.CanonicalForm;
import dev.purser.server.object.StoredObject;

/// The storage of a version that is not the one in which its objects are stored.
record ConvertedStorage(VersionConversion conversion, ObjectCodec codec) implements StorageForm {
    @Override
    public StoredObject shown(StoredObject stored) {
        KubeObject shown = codec.canonical(conversion.fromStored(stored.toObject()));
        return StoredObject.of(CanonicalForm.encode(shown), stored.revision());
    }

    @Override
    public KubeObject stored(KubeObject shown) {
        return codec.canonical(conversion.toStored(shown));
    }
}
