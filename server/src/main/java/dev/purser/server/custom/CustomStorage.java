package dev.purser.server.custom;

import dev.purser.api.extension.CustomForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.CanonicalForm;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.StorageForm;
import dev.purser.store.Value;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/// How custom resources lie in the store: all in one version, as they were when they were written.
/// Shown in another version they differ only in their `apiVersion` (conversion `None`); fields that
/// the schema has lost are gone, and those it has gained have their defaults.
///
/// @param form of the version that is shown
/// @param storedVersion the `apiVersion` under which objects are written
record CustomStorage(CustomForm form, String storedVersion) implements StorageForm {

    @Override
    public StoredObject shown(StoredObject stored) {
        return stored.derived(this, this::shown);
    }

    private Value shown(Value value) {
        ObjectNode tree = StoredObject.of(value, 0).toObject().json();
        Value made = CanonicalForm.encode(KubeObject.of(form.fromStore(tree)));
        return Arrays.equals(made.bytes(), value.bytes()) ? value : made;
    }

    /// Members are in the order in which they are read back: the bytes that are stored are then
    /// those that are shown, and there is no second copy of each object in memory.
    @Override
    public KubeObject stored(KubeObject shown) {
        ObjectNode tree = form.intoStore(shown.json());
        tree.put("apiVersion", storedVersion);
        return KubeObject.of(tree);
    }

    /// Two forms are the same only if they are one: what they make is kept with the values.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
