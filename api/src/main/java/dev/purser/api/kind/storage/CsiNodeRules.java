package dev.purser.api.kind.storage;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// CSINodes: which drivers a node has.
public final class CsiNodeRules implements KindRules {
    private static final int NODE_ID_MAX = 256;
    private static final String DRIVERS = "spec.drivers";
    private static final String TYPE = "io.k8s.api.storage.v1.CSINodeDriver";

    private final GoForm goForm;

    /// @param goForm shows drivers in messages
    public CsiNodeRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        List<ObjectNode> drivers = drivers(object);
        for (int i = 0; i < drivers.size(); i++) {
            ObjectNode driver = drivers.get(i);
            String path = "%s[%d]".formatted(DRIVERS, i);
            String name = Trees.text(driver, "name");
            Drivers.validateName(name, path + ".name", errors);
            validateNodeId(Trees.text(driver, "nodeID"), path + ".nodeID", errors);
            Numbers.requireNonNegative(
                    driver.path("allocatable").path("count"), path + ".allocatable.count", errors);
            if (!names.add(name)) {
                errors.duplicate(path + ".name", name);
            }
            validateKeys(Trees.texts(driver, "topologyKeys"), path, errors);
        }
    }

    private static List<ObjectNode> drivers(KubeObject object) {
        return Trees.items(object.spec(), "drivers");
    }

    private static void validateNodeId(String id, String path, FieldErrors errors) {
        if (id.isEmpty()) {
            errors.required(path, "");
        }
        if (id.length() > NODE_ID_MAX) {
            errors.invalid(path, id, "must be %d characters or less".formatted(NODE_ID_MAX));
        }
    }

    private static void validateKeys(List<String> keys, String path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            if (key.isEmpty()) {
                errors.required(path, "");
            }
            if (!seen.add(key)) {
                errors.duplicate(path, key);
            }
            Labels.validateKey(key, path, errors);
        }
    }

    /// What a driver said once stays, but for how many volumes fit.
    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        for (ObjectNode before : drivers(old)) {
            for (ObjectNode driver : drivers(object)) {
                ObjectNode now = withoutCount(driver);
                boolean isSameName = Trees.text(now, "name").equals(Trees.text(before, "name"));
                if (isSameName && !now.equals(withoutCount(before))) {
                    errors.invalidShown(DRIVERS, goForm.compact(now, TYPE), "field is immutable");
                }
            }
        }
    }

    private static ObjectNode withoutCount(ObjectNode driver) {
        ObjectNode copy = driver.deepCopy();
        copy.remove("allocatable");
        return copy;
    }
}
