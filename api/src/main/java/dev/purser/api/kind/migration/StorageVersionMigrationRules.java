package dev.purser.api.kind.migration;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.StatusOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Conditions;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// StorageVersionMigrations: one resource each, asked for once, done or failed once.
///
/// @param goForm shows specs in messages
record StorageVersionMigrationRules(GoForm goForm) implements StatusOnly {
    private static final String TYPES = "io.k8s.api.storagemigration.v1.";
    private static final String RESOURCE = "spec.resource.";
    private static final String VERSION = "resourceVersion";
    private static final Map<String, String> OUTCOMES =
            Map.of("Succeeded", "Success", "Failed", "Failed");

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        JsonNode resource = object.spec().path("resource");
        String name = Trees.text(resource, "resource");
        if (name.isEmpty()) {
            errors.required(RESOURCE + "resource", "resource is required to be set");
        } else {
            refuse(RESOURCE + "resource", name, Names.label1035Errors(name), errors);
        }
        String group = Trees.text(resource, "group");
        if (!group.isEmpty()) {
            refuse(RESOURCE + "group", group, Names.subdomainErrors(group), errors);
        }
    }

    private static void refuse(
            String path, String value, List<String> complaints, FieldErrors errors) {
        if (!complaints.isEmpty()) {
            errors.invalid(path, value, String.join(",", complaints));
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        if (!object.spec().equals(old.spec())) {
            errors.invalidShown(
                    "spec",
                    goForm.compact(object.spec(), TYPES + "StorageVersionMigrationSpec"),
                    "field is immutable");
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        ObjectNode status = object.status();
        Conditions.validate(status, errors);
        String before = Trees.text(old.status(), VERSION);
        if (!before.isEmpty() && !before.equals(Trees.text(status, VERSION))) {
            errors.invalid("status." + VERSION, Trees.text(status, VERSION), "field is immutable");
        }
        JsonNode conditions = status.path("conditions");
        if (isTrue(status, "Succeeded") && isTrue(status, "Failed")) {
            errors.invalid(
                    "status.conditions",
                    conditions,
                    "Both success and failed conditions cannot be true at the same time");
        }
        for (String outcome : List.of("Succeeded", "Failed")) {
            if (isTrue(old.status(), outcome) && !isTrue(status, outcome)) {
                errors.invalid(
                        "status.conditions",
                        conditions.isMissingNode() ? status.nullNode() : conditions,
                        "%s condition cannot be set to false once it is true"
                                .formatted(OUTCOMES.getOrDefault(outcome, outcome)));
            }
        }
    }

    private static boolean isTrue(JsonNode status, String type) {
        return Trees.items(status, "conditions").stream()
                .anyMatch(condition ->
                        Trees.text(condition, "type").equals(type)
                                && Trees.text(condition, "status").equals("True"));
    }
}
