package dev.purser.api.kind.registration;

import dev.purser.api.kind.Lifecycle;
import dev.purser.api.kind.StatusOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// APIServices: one group and version each, served here or by another server.
///
/// @param clock tells since when a local service is available
record ApiServiceRules(InstantSource clock) implements StatusOnly {
    private static final int GROUP_PRIORITY_MAX = 20_000;
    private static final int VERSION_PRIORITY_MAX = 1000;
    private static final List<String> STATUSES = List.of("True", "False", "Unknown");

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void setDefaults(KubeObject object) {
        Trees.object(object.spec(), "service")
                .ifPresent(service -> Trees.setDefault(service, "port", 443));
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        if (!object.spec().path("service").isObject()) {
            object.status()
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Available")
                    .put("status", "True")
                    .put(
                            "lastTransitionTime",
                            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("reason", "Local")
                    .put("message", "Local APIServices are always available");
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        String group = Trees.text(spec, "group");
        String version = Trees.text(spec, "version");
        String expected = version + "." + group;
        if (!object.name().isEmpty()
                && !object.name().equals(expected)
                && Names.pathSegmentErrors(object.name()).isEmpty()) {
            errors.invalid(
                    "metadata.name",
                    object.name(),
                    "must be `spec.version+\".\"+spec.group`: \"%s\"".formatted(expected));
        }
        if (group.isEmpty()) {
            if (!version.equals("v1")) {
                errors.required(
                        "spec.group",
                        "only v1 may have an empty group and it better be legacy kube");
            }
        } else {
            Names.subdomainErrors(group).forEach(why -> errors.invalid("spec.group", group, why));
        }
        Names.label1035Errors(version).forEach(why -> errors.invalid("spec.version", version, why));
        validatePriority(spec, "groupPriorityMinimum", GROUP_PRIORITY_MAX, errors);
        validatePriority(spec, "versionPriority", VERSION_PRIORITY_MAX, errors);
        validateService(spec, errors);
    }

    private static void validatePriority(
            ObjectNode spec, String field, int max, FieldErrors errors) {
        long priority = spec.path(field).asLong(0);
        if (priority <= 0 || priority > max) {
            errors.invalid(
                    "spec." + field, priority, "must be positive and less than %d".formatted(max));
        }
    }

    private static void validateService(ObjectNode spec, FieldErrors errors) {
        boolean skipsTls = spec.path("insecureSkipTLSVerify").asBoolean(false);
        String bundle = Trees.text(spec, "caBundle");
        JsonNode service = spec.path("service");
        if (!service.isObject()) {
            if (!bundle.isEmpty()) {
                int bytes = Base64.getDecoder().decode(bundle).length;
                errors.invalid(
                        "spec.caBundle",
                        bytes + " bytes",
                        "local APIServices may not have a caBundle");
            }
            if (skipsTls) {
                errors.invalidShown(
                        "spec.insecureSkipTLSVerify",
                        "true",
                        "local APIServices may not have insecureSkipTLSVerify");
            }
            return;
        }
        for (String field : List.of("namespace", "name")) {
            if (Trees.text(service, field).isEmpty()) {
                errors.required("spec.service." + field, "");
            }
        }
        long port = service.path("port").asLong(0);
        Numbers.portErrors(port)
                .forEach(why ->
                        errors.invalid("spec.service.port", port, "port is not valid: " + why));
        if (skipsTls && !bundle.isEmpty()) {
            errors.invalidShown(
                    "spec.insecureSkipTLSVerify", "true", "may not be true if caBundle is present");
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        List<ObjectNode> conditions = Trees.items(object.status(), "conditions");
        for (int i = 0; i < conditions.size(); i++) {
            String status = Trees.text(conditions.get(i), "status");
            if (!STATUSES.contains(status)) {
                errors.notSupported("status.conditions[%d].status".formatted(i), status, STATUSES);
            }
        }
    }
}
