package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the environment of a container: `env` and `envFrom`.
final class EnvironmentValidation {
    private static final List<String> SOURCES =
            List.of(
                    "fieldRef",
                    "resourceFieldRef",
                    "configMapKeyRef",
                    "secretKeyRef",
                    "fileKeyRef");
    private static final List<String> BAG_SOURCES = List.of("configMapRef", "secretRef");
    private static final String TOO_MANY = "may not have more than one field specified at a time";

    private EnvironmentValidation() {}

    static void validate(ObjectNode container, String path, FieldErrors errors) {
        List<ObjectNode> variables = Trees.items(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            validateVariable(variables.get(i), "%s.env[%d]".formatted(path, i), errors);
        }
        List<ObjectNode> bags = Trees.items(container, "envFrom");
        for (int i = 0; i < bags.size(); i++) {
            validateBag(bags.get(i), path + ".envFrom", i, errors);
        }
    }

    private static void validateVariable(ObjectNode variable, String path, FieldErrors errors) {
        String name = Trees.text(variable, "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else {
            Names.environmentNameErrors(name)
                    .forEach(why -> errors.invalid(path + ".name", name, why));
        }
        if (variable.get("valueFrom") instanceof ObjectNode source) {
            validateSource(source, path + ".valueFrom", errors);
            long count = SOURCES.stream().filter(source::has).count();
            if (count == 0) {
                errors.invalid(
                        path + ".valueFrom",
                        "",
                        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`,"
                                + " `secretKeyRef` or `fileKeyRef`");
            }
            if (count > 0 && !Trees.text(variable, "value").isEmpty()) {
                errors.invalid(
                        path + ".valueFrom", "", "may not be specified when `value` is not empty");
            } else if (count > 1) {
                errors.invalid(path + ".valueFrom", "", TOO_MANY);
            }
        }
    }

    private static void validateSource(ObjectNode source, String path, FieldErrors errors) {
        Trees.object(source, "fieldRef")
                .ifPresent(ref ->
                        DownwardValidation.validateField(
                                ref,
                                DownwardValidation.Use.ENVIRONMENT,
                                path + ".fieldRef",
                                errors));
        Trees.object(source, "resourceFieldRef")
                .ifPresent(ref ->
                        DownwardValidation.validateResource(
                                ref,
                                DownwardValidation.Use.ENVIRONMENT,
                                path + ".resourceFieldRef",
                                errors));
        for (String key : List.of("configMapKeyRef", "secretKeyRef")) {
            Trees.object(source, key)
                    .ifPresent(ref -> validateKeyRef(ref, path + "." + key, errors));
        }
    }

    private static void validateKeyRef(ObjectNode ref, String path, FieldErrors errors) {
        String name = Trees.text(ref, "name");
        Names.subdomainErrors(name).forEach(why -> errors.invalid(path + ".name", name, why));
        String key = Trees.text(ref, "key");
        if (key.isEmpty()) {
            errors.required(path + ".key", "");
        } else {
            Names.configKeyErrors(key).forEach(why -> errors.invalid(path + ".key", key, why));
        }
    }

    private static void validateBag(ObjectNode bag, String path, int index, FieldErrors errors) {
        String place = "%s[%d]".formatted(path, index);
        String prefix = Trees.text(bag, "prefix");
        if (!prefix.isEmpty()) {
            Names.environmentNameErrors(prefix)
                    .forEach(why -> errors.invalid(place + ".prefix", prefix, why));
        }
        int count = 0;
        for (String source : BAG_SOURCES) {
            JsonNode ref = bag.path(source);
            if (ref.isObject()) {
                count++;
                validateBagName(Trees.text(ref, "name"), place + "." + source + ".name", errors);
            }
        }
        if (count == 0) {
            errors.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (count > 1) {
            errors.invalid(path, "", TOO_MANY);
        }
    }

    private static void validateBagName(String name, String path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
        } else {
            Names.subdomainErrors(name).forEach(why -> errors.invalid(path, name, why));
        }
    }
}
