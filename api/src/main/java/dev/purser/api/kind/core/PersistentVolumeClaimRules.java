package dev.purser.api.kind.core;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.kind.claim.ClaimSpecs;
import dev.purser.api.kind.pod.LineDiff;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// PersistentVolumeClaims.
public final class PersistentVolumeClaimRules implements KindRules {
    private static final String TYPE = "io.k8s.api.core.v1.PersistentVolumeClaimSpec";
    private static final String SOURCE = "dataSource";
    private static final String REF = "dataSourceRef";
    private static final String CLASS = "storageClassName";
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final String ATTRIBUTES = "volumeAttributesClassName";
    private static final String SIZE = "spec.resources.requests.storage";

    private final GoForm goForm;

    /// @param goForm shows specs in messages
    public PersistentVolumeClaimRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.status(), "phase", "Pending");
        Quantities.roundUp(object.status().path("capacity"));
        Quantities.roundUp(object.status().path("allocatedResources"));
        ClaimSpecs.setDefaults(object.spec());
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        object.status().put("phase", "Pending");
        matchSources(object.spec(), object.spec().objectNode());
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        matchSources(object.spec(), old.spec());
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
        object.status().remove("healthStatus");
    }

    /// Old clients know one of the two fields, and once could write nonsense into it (KEP-1495).
    private static void matchSources(ObjectNode spec, ObjectNode old) {
        boolean isForeign = !Trees.text(spec.path(REF), "namespace").isEmpty();
        if (isForeign && !Trees.has(old, REF)) {
            spec.remove(REF);
        }
        boolean wasUsed = Trees.has(old, SOURCE) || Trees.has(old, REF);
        if (!wasUsed && !Trees.has(spec, REF) && !isKnownSource(spec)) {
            spec.remove(SOURCE);
        }
        if (Trees.has(spec, SOURCE) && !Trees.has(spec, REF)) {
            spec.set(REF, spec.path(SOURCE).deepCopy());
        } else if (Trees.has(spec, REF)
                && !Trees.has(spec, SOURCE)
                && Trees.text(spec.path(REF), "namespace").isEmpty()) {
            ObjectNode source = ((ObjectNode) spec.path(REF)).deepCopy();
            source.remove("namespace");
            spec.set(SOURCE, source);
        }
    }

    private static boolean isKnownSource(ObjectNode spec) {
        String kind = Trees.text(spec.path(SOURCE), "kind");
        String group = Trees.text(spec.path(SOURCE), "apiGroup");
        return (kind.equals("PersistentVolumeClaim") && group.isEmpty())
                || (kind.equals("VolumeSnapshot") && group.equals("snapshot.storage.k8s.io"));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ClaimSpecs.validate(new Spot(object.spec(), "spec", errors));
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        validateSpecChange(object, old, errors);
        Quantity size = size(object);
        if (size.compareTo(size(old)) < 0
                && size.compareTo(Quantities.get(old.status().path("capacity"), "storage")) <= 0) {
            errors.forbidden(SIZE, "field can not be less than status.capacity");
        }
        PersistentVolumeRules.requireSameMode(object, old, errors);
        if (Trees.has(old.status(), "currentVolumeAttributesClassName")
                && !Trees.text(old.spec(), ATTRIBUTES)
                        .equals(Trees.text(object.spec(), ATTRIBUTES))) {
            String why =
                    "update to %s is forbidden when status.currentVolumeAttributesClassName is not"
                            + " nil";
            if (!Trees.has(object.spec(), ATTRIBUTES)) {
                errors.forbidden("spec." + ATTRIBUTES, why.formatted("nil"));
            } else if (Trees.text(object.spec(), ATTRIBUTES).isEmpty()) {
                errors.forbidden("spec." + ATTRIBUTES, why.formatted("empty string"));
            }
        }
    }

    private static Quantity size(KubeObject claim) {
        return Quantities.get(claim.spec().path("resources").path("requests"), "storage");
    }

    private void validateSpecChange(KubeObject object, KubeObject old, FieldErrors errors) {
        ObjectNode now = object.spec().deepCopy();
        ObjectNode before = old.spec().deepCopy();
        if (Trees.text(before, "volumeName").isEmpty()) {
            Trees.copyField(now, before, "volumeName");
        }
        matchClass(object, old, now, errors);
        if (Trees.text(object.status(), "phase").equals("Bound")) {
            Trees.object(now.path("resources"), "requests")
                    .ifPresent(requests ->
                            Trees.copyField(
                                    Trees.ensure(Trees.ensure(before, "resources"), "requests"),
                                    requests,
                                    "storage"));
            Trees.copyField(before, now, ATTRIBUTES);
        }
        if (!now.equals(before)) {
            errors.forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and"
                            + " volumeAttributesClassName for bound claims\n"
                            + LineDiff.of(
                                    goForm.indented(before, TYPE), goForm.indented(now, TYPE)));
        }
    }

    /// A claim without a class may get one, and one with a class in its annotation may move it.
    private static void matchClass(
            KubeObject object, KubeObject old, ObjectNode now, FieldErrors errors) {
        String before = old.annotations().get(CLASS_ANNOTATION);
        String annotation = object.annotations().get(CLASS_ANNOTATION);
        boolean isNew = Trees.has(now, CLASS) && !Trees.has(old.spec(), CLASS);
        boolean isMoved = isNew && Trees.text(now, CLASS).equals(before);
        if (isMoved && (annotation == null || annotation.equals(before))) {
            now.remove(CLASS);
            return;
        }
        String shown = annotation == null ? "" : annotation;
        if (!shown.equals(before == null ? "" : before)) {
            errors.invalid(
                    "metadata.annotations[" + CLASS_ANNOTATION + "]", shown, "field is immutable");
        }
        if (isNew && (before == null || isMoved)) {
            now.remove(CLASS);
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        Spot capacity = new Spot(object.status(), "status", errors).at("capacity");
        capacity.members((name, amount) -> {
            Quantity quantity = Quantity.parse(amount.node().asString("0"));
            if (quantity.value() < 0) {
                errors.invalid(
                        amount.path(), quantity.value(), "must be a valid resource quantity");
            }
        });
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        if (object.annotations().containsKey(CLASS_ANNOTATION)) {
            warnings.add(
                    "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated"
                            + " since v1.8; use \"storageClassName\" attribute instead");
        }
        warnings.addAll(ClaimSpecs.warnings(object.spec(), "spec"));
        return warnings;
    }
}
