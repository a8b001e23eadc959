package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `pods/ephemeralcontainers`: containers for looking into a Pod that runs. They may be added, and
/// nothing else may change, they themselves neither.
public final class EphemeralContainersRules implements KindRules {
    private static final String PATH = "spec." + Containers.EPHEMERAL;
    private static final String TYPE = "io.k8s.api.core.v1.EphemeralContainer";

    private final PodValidation validation;
    private final KindRules pods;
    private final GoForm goForm;

    /// @param pods the rules of Pods, whose defaults apply
    /// @param goForm shows containers in messages
    public EphemeralContainersRules(PodRules pods, GoForm goForm) {
        this.validation = new PodValidation(goForm);
        this.pods = pods;
        this.goForm = goForm;
    }

    @Override
    public void setDefaults(KubeObject object) {
        pods.setDefaults(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        ObjectNode spec = old.spec().deepCopy();
        Trees.copyField(object.spec(), spec, Containers.EPHEMERAL);
        object.json().set("spec", spec);
        Lifecycle.keepMetadata(object, old);
        Lifecycle.keepStatus(object, old);
        DisabledFields.dropFromSpec(spec);
        Lifecycle.countChange(object, old);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        if (SpecOwner.pod(old).is(SpecOwner.Trait.MIRROR)) {
            errors.forbidden("", "static pods do not support ephemeral containers");
            return;
        }
        validation.validateChanged(object, old, errors);
        List<ObjectNode> now = Trees.items(object.spec(), Containers.EPHEMERAL);
        for (ObjectNode container : Trees.items(old.spec(), Containers.EPHEMERAL)) {
            String name = Trees.text(container, "name");
            Optional<ObjectNode> same =
                    now.stream()
                            .filter(other -> Trees.text(other, "name").equals(name))
                            .findFirst();
            if (same.isEmpty()) {
                errors.forbidden(
                        PATH,
                        "existing ephemeral containers \"%s\" may not be removed\n"
                                .formatted(name));
            } else if (!same.get().equals(container)) {
                errors.forbidden(
                        PATH,
                        "existing ephemeral containers \"%s\" may not be changed\n%s"
                                .formatted(name, difference(container, same.get())));
            }
        }
    }

    private String difference(ObjectNode before, ObjectNode after) {
        return LineDiff.of(goForm.indented(before, TYPE), goForm.indented(after, TYPE));
    }
}
