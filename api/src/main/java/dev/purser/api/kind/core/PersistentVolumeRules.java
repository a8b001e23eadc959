package dev.purser.api.kind.core;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.kind.pod.LineDiff;
import dev.purser.api.kind.pod.NodeAffinityValidation;
import dev.purser.api.kind.pod.NodeLabelWarnings;
import dev.purser.api.kind.pod.PersistentSources;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// PersistentVolumes.
public final class PersistentVolumeRules implements KindRules {
    private static final String TYPE = "io.k8s.api.core.v1.PersistentVolumeSpec";
    private static final String AFFINITY = "io.k8s.api.core.v1.VolumeNodeAffinity";
    private static final String RECLAIM = "persistentVolumeReclaimPolicy";
    private static final String MODE = "volumeMode";
    private static final String ATTRIBUTES = "volumeAttributesClassName";
    private static final String EXPAND = "controllerExpandSecretRef";
    private static final String STORAGE = "storage";
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final List<String> RECLAIM_POLICIES = List.of("Delete", "Recycle", "Retain");
    private static final List<String> MODES = List.of("Block", "Filesystem");
    private static final String OPTIONS = "volume.beta.kubernetes.io/mount-options";
    private static final List<String> MOUNTED =
            List.of(
                    "gcePersistentDisk",
                    "awsElasticBlockStore",
                    "glusterfs",
                    "nfs",
                    "rbd",
                    "quobyte",
                    "iscsi",
                    "cinder",
                    "cephfs",
                    "azureFile",
                    "vsphereVolume",
                    "azureDisk",
                    "photonPersistentDisk");
    private static final List<OldSource> OLD_SOURCES =
            List.of(
                    new OldSource("cephfs", "cephfs", "1.28", "1.31"),
                    new OldSource("photonPersistentDisk", "photonPersistentDisk", "1.11", "1.16"),
                    new OldSource("scaleIO", "scaleIO", "1.16", "1.22"),
                    new OldSource("storageos", "storageOS", "1.22", "1.25"),
                    new OldSource("glusterfs", "glusterfs", "1.25", "1.26"),
                    new OldSource("rbd", "rbd", "1.28", "1.31"));
    private static final List<String> OTHERS =
            List.of(
                    "Capacity",
                    "AccessModes",
                    "ClaimRef",
                    "PersistentVolumeReclaimPolicy",
                    "StorageClassName",
                    "MountOptions",
                    "VolumeMode",
                    "NodeAffinity",
                    "VolumeAttributesClassName");

    /// What can no longer back a volume.
    ///
    /// @param shown the field in messages
    /// @param since when it was deprecated
    /// @param until when it stopped working
    private record OldSource(String field, String shown, String since, String until) {
        String warning() {
            return "spec.%s: deprecated in v%s, non-functional in v%s+"
                    .formatted(shown, since, until);
        }
    }

    private final GoForm goForm;

    /// @param goForm shows specs in messages
    public PersistentVolumeRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(object.status(), "phase", "Pending");
        Trees.setDefault(spec, RECLAIM, "Retain");
        if (!Trees.has(spec, MODE)) {
            spec.put(MODE, "Filesystem");
        }
        Quantities.roundUp(spec.path("capacity"));
        PersistentSources.setDefaults(spec);
    }

    /// The volume enters its first phase when it is created.
    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        object.status().put("phase", "Pending");
        String created = Trees.text(object.metadata(), "creationTimestamp");
        if (!created.isEmpty()) {
            object.status().put("lastPhaseTransitionTime", created);
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
        String phase = Trees.text(object.status(), "phase");
        boolean isSame = phase.equals(Trees.text(old.status(), "phase"));
        if (isSame && !Trees.has(object.status(), "lastPhaseTransitionTime")) {
            Trees.copyField(old.status(), object.status(), "lastPhaseTransitionTime");
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Spot spec = new Spot(object.spec(), "spec", errors);
        validateAccess(spec.at("accessModes"));
        validateCapacity(spec.at("capacity"));
        Spot reclaim = spec.at(RECLAIM);
        reclaim.requireGivenOneOf(RECLAIM_POLICIES);
        spec.ifGiven("nodeAffinity", PersistentVolumeRules::validateAffinity);
        PersistentSources.validate(spec, object.name());
        if (isRoot(spec.at("hostPath").text("path")) && reclaim.text().equals("Recycle")) {
            reclaim.forbidden("may not be 'recycle' for a hostPath mount of '/'");
        }
        Spot storageClass = spec.at("storageClassName");
        if (!storageClass.isEmpty()) {
            storageClass.complain(Names::subdomainErrors);
        }
        spec.ifGiven(MODE, mode -> mode.requireOneOf(MODES));
        spec.ifGiven(ATTRIBUTES, name -> validateAttributes(spec, name));
        boolean takesOptions = MOUNTED.stream().anyMatch(spec::has);
        if (!takesOptions && object.annotations().containsKey(OPTIONS)) {
            errors.forbidden(
                    "metadata.annotations." + OPTIONS,
                    "may not specify mount options for this volume type");
        }
    }

    private static void validateAccess(Spot modes) {
        if (modes.isEmpty()) {
            modes.required();
        }
        List<String> given = modes.items().stream().map(Spot::text).toList();
        for (Spot mode : modes.items()) {
            mode.under(modes.path()).requireOneOf(ACCESS_MODES);
        }
        boolean hasOther =
                given.stream()
                        .anyMatch(mode ->
                                ACCESS_MODES.contains(mode) && !mode.equals("ReadWriteOncePod"));
        if (given.contains("ReadWriteOncePod") && hasOther) {
            modes.forbidden("may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void validateCapacity(Spot capacity) {
        if (capacity.isEmpty()) {
            capacity.required();
        }
        if (!capacity.has(STORAGE) || capacity.node().size() > 1) {
            capacity.errors()
                    .notSupportedShown(
                            capacity.path(),
                            capacity.isGiven() ? capacity.node().toString() : "null",
                            List.of(STORAGE));
        }
        capacity.members((name, amount) -> {
            Quantity quantity = Quantity.parse(amount.node().asString("0"));
            if (quantity.value() < 0) {
                amount.errors()
                        .invalid(
                                amount.path(),
                                quantity.value(),
                                "must be a valid resource quantity");
            }
            if (quantity.signum() <= 0) {
                amount.invalid("must be greater than zero");
            }
        });
    }

    private static void validateAffinity(Spot affinity) {
        Spot required = affinity.at("required");
        if (required.isGiven()) {
            NodeAffinityValidation.validateSelector(required);
        } else {
            required.required("must specify required node constraints");
        }
    }

    private static boolean isRoot(String path) {
        return !path.isEmpty() && path.chars().allMatch(c -> c == '/' || c == '.');
    }

    private static void validateAttributes(Spot spec, Spot name) {
        if (name.isEmpty()) {
            name.required("an empty string is disallowed");
        } else {
            name.complain(Names::subdomainErrors);
        }
        if (!spec.has("csi")) {
            spec.at("csi").required("has to be specified when using volumeAttributesClassName");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        ObjectNode now = source(object.spec());
        ObjectNode before = source(old.spec());
        if (before.path("csi").isObject() && !before.path("csi").has(EXPAND)) {
            Trees.object(now, "csi").ifPresent(csi -> csi.remove(EXPAND));
        }
        if (!now.equals(before)) {
            errors.forbidden(
                    "spec.persistentvolumesource",
                    "spec.persistentvolumesource is immutable after creation\n"
                            + LineDiff.of(shown(before), shown(now)));
        }
        requireSameMode(object, old, errors);
        requireSameNodes(
                object.spec().path("nodeAffinity"), old.spec().path("nodeAffinity"), errors);
        if (Trees.has(old.spec(), ATTRIBUTES) && !Trees.has(object.spec(), ATTRIBUTES)) {
            errors.forbidden("spec." + ATTRIBUTES, "update from non-nil value to nil is forbidden");
        }
    }

    private void requireSameNodes(JsonNode now, JsonNode before, FieldErrors errors) {
        if (before.isObject() && !VolumeAffinityChange.isAllowed(now, before)) {
            errors.invalidShown(
                    "nodeAffinity",
                    now.isObject() ? goForm.compact(now, AFFINITY) : "null",
                    "field is immutable, except for updating from beta label to GA");
        }
    }

    static void requireSameMode(KubeObject object, KubeObject old, FieldErrors errors) {
        String mode = Trees.text(object.spec(), MODE);
        if (!mode.equals(Trees.text(old.spec(), MODE))) {
            errors.invalid(MODE, mode, "field is immutable");
        }
    }

    private static ObjectNode source(ObjectNode spec) {
        ObjectNode source = spec.objectNode();
        for (String field : PersistentSources.fields()) {
            if (spec.has(field)) {
                source.set(field, spec.path(field).deepCopy());
            }
        }
        return source;
    }

    /// The lines that Kubernetes shows of the struct that has the sources only.
    private String shown(ObjectNode source) {
        List<String> lines = new ArrayList<>();
        for (String line : goForm.indented(source, TYPE).lines().toList()) {
            if (OTHERS.stream().noneMatch(other -> line.startsWith(" \"" + other + "\": "))) {
                lines.add(line);
            }
        }
        int last = lines.size() - 2;
        if (lines.get(last).endsWith(",")) {
            lines.set(last, lines.get(last).substring(0, lines.get(last).length() - 1));
        }
        return String.join("\n", lines) + "\n";
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        Map<String, String> annotations = object.annotations();
        if (annotations.containsKey("volume.beta.kubernetes.io/storage-class")) {
            warnings.add(
                    "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated"
                            + " since v1.8; use \"storageClassName\" attribute instead");
        }
        if (annotations.containsKey("volume.beta.kubernetes.io/mount-options")) {
            warnings.add(
                    "metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated"
                            + " since v1.31; use \"mountOptions\" attribute instead");
        }
        ObjectNode spec = object.spec();
        if (Trees.text(spec, RECLAIM).equals("Recycle")) {
            warnings.add(
                    "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated."
                            + " Instead, the recommended approach is to use dynamic provisioning.");
        }
        warnings.addAll(
                NodeLabelWarnings.ofNodeSelector(
                        spec.path("nodeAffinity").path("required"), "spec.nodeAffinity.required"));
        OLD_SOURCES.stream()
                .filter(source -> Trees.has(spec, source.field()))
                .forEach(source -> warnings.add(source.warning()));
        return warnings;
    }
}
