package dev.purser.api.kind.builtin;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.validation.NameFormat;

/// The rules of kinds that need no code of their own.
///
/// @param hasStatus whether the status is a subresource, which only its own URL changes
/// @param hasGeneration whether changes are counted in `metadata.generation`
record GenericRules(NameFormat nameFormat, boolean hasStatus, boolean hasGeneration)
        implements KindRules {
    @Override
    public void prepareForCreate(KubeObject object) {
        if (hasStatus) {
            Lifecycle.dropStatus(object);
        }
        if (hasGeneration) {
            Lifecycle.startGeneration(object);
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        if (hasStatus) {
            Lifecycle.keepStatus(object, old);
        }
        if (hasGeneration) {
            Lifecycle.countChange(object, old);
        }
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }
}
