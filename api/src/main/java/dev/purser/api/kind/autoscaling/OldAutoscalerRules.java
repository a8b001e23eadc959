package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.kind.conversion.VersionConversion;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.Optional;
import java.util.function.Consumer;

/// HorizontalPodAutoscalers in version v1, which is an older view of v2: it has its own default,
/// and everything else is done in the form of v2.
///
/// @param stored the rules of v2
record OldAutoscalerRules(AutoscalerRules stored, VersionConversion conversion)
        implements KindRules {
    @Override
    public Optional<KindVersions> versions() {
        return stored.versions();
    }

    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.spec(), "minReplicas", 1);
        change(object, all -> {});
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        change(object, stored::prepareForCreate);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        KubeObject oldInStore = conversion.toStored(old);
        change(object, next -> stored.prepareForUpdate(next, oldInStore));
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        KubeObject oldInStore = conversion.toStored(old);
        change(object, next -> stored.prepareForStatusUpdate(next, oldInStore));
    }

    /// What annotations brought gets the defaults of v2.
    @Override
    public void prepareForStorage(KubeObject object) {
        change(object, stored::setDefaults);
    }

    /// Does something to the object in its stored form, which also brings the annotations that v1
    /// needs into their own form.
    private void change(KubeObject object, Consumer<KubeObject> action) {
        KubeObject inStore = conversion.toStored(object);
        action.accept(inStore);
        object.json().removeAll();
        object.json().setAll(conversion.fromStored(inStore).json());
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        stored.validate(conversion.toStored(object), errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        stored.validateUpdate(conversion.toStored(object), conversion.toStored(old), errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        stored.validateStatusUpdate(conversion.toStored(object), conversion.toStored(old), errors);
    }
}
