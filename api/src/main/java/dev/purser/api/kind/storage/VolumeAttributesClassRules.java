package dev.purser.api.kind.storage;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;

/// VolumeAttributesClasses.
public final class VolumeAttributesClassRules implements KindRules {
    private static final String DRIVER = "driverName";
    private static final String PARAMETERS = "parameters";

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Drivers.validateProvisioner(Trees.text(object.json(), DRIVER), DRIVER, errors);
        Drivers.validateParameters(object.json().path(PARAMETERS), errors);
        if (object.json().path(PARAMETERS).isEmpty()) {
            errors.required(PARAMETERS, "must contain at least one key/value pair");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        if (!Trees.text(object.json(), DRIVER).equals(Trees.text(old.json(), DRIVER))) {
            errors.forbidden(DRIVER, "updates to driverName are forbidden.");
        }
        if (!object.json().path(PARAMETERS).equals(old.json().path(PARAMETERS))) {
            errors.forbidden(PARAMETERS, "updates to parameters are forbidden.");
        }
        validate(object, errors);
    }
}
