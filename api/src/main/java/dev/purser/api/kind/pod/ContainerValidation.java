package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks one container (`validateContainerCommon` and what depends on the kind of container).
final class ContainerValidation {
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> NOT_IN_EPHEMERAL =
            List.of("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle");
    private static final List<String> NOT_IN_INIT =
            List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle");

    private final SecurityValidation security;

    ContainerValidation(SecurityValidation security) {
        this.security = security;
    }

    void validate(ObjectNode container, ContainerKind kind, String path, FieldErrors errors) {
        validateName(container, path, errors);
        if (Trees.text(container, "image").isEmpty()) {
            errors.required(path + ".image", "");
        }
        validatePolicies(container, path, errors);
        EnvironmentValidation.validate(container, path, errors);
        ResourceValidation.validate(container.path("resources"), path + ".resources", errors);
        security.validateContainer(container.path("securityContext"), path, errors);
        switch (kind) {
            case MAIN -> validateRunning(container, path, errors);
            case INIT -> validateInit(container, path, errors);
            case EPHEMERAL -> validateEphemeral(container, path, errors);
        }
    }

    /// Checks the images of a Pod. Those of templates are not checked so, for the sake of old ones.
    static void requireTrimmedImages(ObjectNode spec, FieldErrors errors) {
        for (String list : List.of("containers", "initContainers")) {
            List<ObjectNode> containers = Trees.items(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                String image = Trees.text(containers.get(i), "image");
                if (!image.equals(image.strip())) {
                    errors.invalid(
                            "spec.%s[%d].image".formatted(list, i),
                            image,
                            "must not have leading or trailing whitespace");
                }
            }
        }
    }

    private static void validateName(ObjectNode container, String path, FieldErrors errors) {
        String name = Trees.text(container, "name");
        if (name.isEmpty()) {
            errors.required(path + ".name", "");
        } else {
            Names.labelErrors(name).forEach(why -> errors.invalid(path + ".name", name, why));
        }
    }

    private static void validatePolicies(ObjectNode container, String path, FieldErrors errors) {
        String message = Trees.text(container, "terminationMessagePolicy");
        if (!MESSAGE_POLICIES.contains(message)) {
            errors.notSupported(path + ".terminationMessagePolicy", message, MESSAGE_POLICIES);
        }
        String pull = Trees.text(container, "imagePullPolicy");
        if (!PULL_POLICIES.contains(pull)) {
            errors.notSupported(path + ".imagePullPolicy", pull, PULL_POLICIES);
        }
    }

    private static void validateRunning(ObjectNode container, String path, FieldErrors errors) {
        validatePorts(container, path, errors);
        Trees.object(container, "lifecycle")
                .ifPresent(lifecycle ->
                        ProbeValidation.validateLifecycle(lifecycle, path + ".lifecycle", errors));
        ProbeValidation.validateProbes(container, path, errors);
    }

    /// Only an init container that keeps running has a life that can be probed.
    private static void validateInit(ObjectNode container, String path, FieldErrors errors) {
        if (Trees.text(container, "restartPolicy").equals("Always")) {
            validateRunning(container, path, errors);
            return;
        }
        validatePorts(container, path, errors);
        for (String field : NOT_IN_INIT) {
            if (container.has(field)) {
                errors.forbidden(
                        path + "." + field,
                        "may not be set for init containers without restartPolicy=Always");
            }
        }
    }

    private static void validateEphemeral(ObjectNode container, String path, FieldErrors errors) {
        for (String field : NOT_IN_EPHEMERAL) {
            if (container.has(field)) {
                errors.forbidden(path + "." + field, "cannot be set for an Ephemeral Container");
            }
        }
        if (!container.path("resources").isEmpty()) {
            errors.forbidden(path + ".resources", "cannot be set for an Ephemeral Container");
        }
    }

    private static void validatePorts(ObjectNode container, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        List<ObjectNode> ports = Trees.items(container, "ports");
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            String place = "%s.ports[%d]".formatted(path, i);
            validatePortName(port, names, place, errors);
            if (port.path("containerPort").asLong(0) == 0) {
                errors.required(place + ".containerPort", "");
            } else {
                validatePortNumber(port, "containerPort", place, errors);
            }
            if (port.path("hostPort").asLong(0) != 0) {
                validatePortNumber(port, "hostPort", place, errors);
            }
            String protocol = Trees.text(port, "protocol");
            if (!PROTOCOLS.contains(protocol)) {
                errors.notSupported(place + ".protocol", protocol, PROTOCOLS);
            }
        }
    }

    private static void validatePortName(
            ObjectNode port, Set<String> names, String path, FieldErrors errors) {
        String name = Trees.text(port, "name");
        if (name.isEmpty()) {
            return;
        }
        List<String> complaints = Names.portNameErrors(name);
        complaints.forEach(why -> errors.invalid(path + ".name", name, why));
        if (complaints.isEmpty() && !names.add(name)) {
            errors.duplicate(path + ".name", name);
        }
    }

    private static void validatePortNumber(
            JsonNode port, String field, String path, FieldErrors errors) {
        long number = port.path(field).asLong(0);
        Numbers.portErrors(number).forEach(why -> errors.invalid(path + "." + field, number, why));
    }
}
