package dev.purser.api.kind.apps;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.List;

/// ControllerRevisions: what StatefulSets and DaemonSets looked like before.
final class ControllerRevisionRules implements KindRules {
    private static final String DATA = "data";

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Spot revision = new Spot(object.json(), "", errors);
        WorkloadSpec.requireNonNegative(revision, List.of("revision"));
        if (!revision.has(DATA)) {
            revision.at(DATA).required("data is mandatory");
        } else if (!revision.at(DATA).node().isObject()) {
            revision.at(DATA).required("data must be a valid JSON object");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        Spot revision = new Spot(object.json(), "", errors);
        WorkloadSpec.requireNonNegative(revision, List.of("revision"));
        WorkloadSpec.requireSame(revision.at(DATA), old.json().path(DATA));
    }
}
