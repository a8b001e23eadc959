package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `pods/resize` (KEP-1287): CPU and memory of a Pod that runs may change, and nothing else.
public final class PodResizeRules implements KindRules {
    private static final String SPEC = "spec";
    private static final String RESOURCES = "resources";
    private static final List<String> LISTS = List.of(Containers.MAIN, Containers.INIT);

    private final PodValidation validation;
    private final KindRules pods;

    /// @param pods the rules of Pods, whose defaults apply
    /// @param goForm shows specs in messages
    public PodResizeRules(PodRules pods, GoForm goForm) {
        this.validation = new PodValidation(goForm);
        this.pods = pods;
    }

    @Override
    public void setDefaults(KubeObject object) {
        pods.setDefaults(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        if (haveSameLength(object.spec(), old.spec())) {
            ObjectNode spec = old.spec().deepCopy();
            LISTS.forEach(list -> takeResources(object.spec(), spec, list));
            if (object.spec().hasNonNull(RESOURCES)) {
                Trees.copyField(object.spec(), spec, RESOURCES);
            }
            object.json().set(SPEC, spec);
            Lifecycle.keepMetadata(object, old);
            Lifecycle.keepStatus(object, old);
        }
        PodResources.setDefaults(object.spec());
        DisabledFields.dropFromSpec(object.spec());
        Lifecycle.countChange(object, old);
    }

    private static boolean haveSameLength(ObjectNode spec, ObjectNode old) {
        return LISTS.stream()
                .allMatch(list -> Trees.items(spec, list).size() == Trees.items(old, list).size());
    }

    /// Containers in another order are left for validation to refuse.
    private static void takeResources(ObjectNode from, ObjectNode to, String list) {
        List<ObjectNode> wanted = Trees.items(from, list);
        List<ObjectNode> kept = Trees.items(to, list);
        for (int i = 0; i < kept.size(); i++) {
            if (!Trees.text(wanted.get(i), "name").equals(Trees.text(kept.get(i), "name"))) {
                Trees.copyField(from, to, list);
                return;
            }
            Trees.copyField(wanted.get(i), kept.get(i), RESOURCES);
            Trees.copyField(wanted.get(i), kept.get(i), "resizePolicy");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        if (SpecOwner.pod(old).is(SpecOwner.Trait.MIRROR)) {
            errors.forbidden("", "static pods cannot be resized");
            return;
        }
        if (Trees.text(old.spec().path("os"), "name").equals("windows")) {
            errors.forbidden("", "windows pods cannot be resized");
            return;
        }
        validation.validateChanged(object, old, errors);
        validateQuality(object, old, errors);
        if (!isSupported(old)) {
            errors.forbidden(SPEC, "Pod running on node without support for resize");
        }
        new PodResize(object.spec(), old.spec(), errors).validate();
    }

    private static void validateQuality(KubeObject pod, KubeObject old, FieldErrors errors) {
        String known = Trees.text(old.status(), "qosClass");
        String before = known.isEmpty() ? QualityOfService.of(old.spec()).toString() : known;
        if (!before.equals(QualityOfService.of(pod.spec()).toString())) {
            errors.invalid(
                    SPEC,
                    Trees.text(pod.status(), "qosClass"),
                    "Pod QOS Class may not change as a result of resizing");
        }
    }

    /// A node that can resize reports what its containers have.
    private static boolean isSupported(KubeObject pod) {
        for (JsonNode container : pod.status().path("containerStatuses")) {
            if (container.path("state").path("running").isObject()) {
                return container.path(RESOURCES).isObject();
            }
        }
        return true;
    }
}
