package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks a Pod spec, be it that of a Pod or of a template (`ValidatePodSpec`).
final class PodSpecValidation {
    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");

    private final ContainerValidation containers;

    PodSpecValidation(ContainerValidation containers) {
        this.containers = containers;
    }

    void validate(ObjectNode spec, String path, FieldErrors errors) {
        Set<String> volumes = VolumeValidation.validate(spec, path + ".volumes", errors);
        validateContainers(spec, path, volumes, errors);
        requireOneOf(spec, path, "restartPolicy", RESTART_POLICIES, errors);
        requireOneOf(spec, path, "dnsPolicy", DNS_POLICIES, errors);
        Labels.validate(spec.path("nodeSelector"), path + ".nodeSelector", errors);
        SecurityValidation.validatePod(spec, path, errors);
        validateNames(spec, path, errors);
        validateDeadline(spec, path, errors);
        SchedulingValidation.validate(spec, path, errors);
    }

    private void validateContainers(
            ObjectNode spec, String path, Set<String> volumes, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        Set<String> hostPorts = new HashSet<>();
        if (Trees.items(spec, "containers").isEmpty()) {
            errors.required(path + ".containers", "");
        }
        for (ContainerKind kind : ContainerKind.values()) {
            List<ObjectNode> list = Trees.items(spec, kind.field());
            for (int i = 0; i < list.size(); i++) {
                ObjectNode container = list.get(i);
                String place = "%s.%s[%d]".formatted(path, kind.field(), i);
                containers.validate(container, kind, place, errors);
                requireNewName(container, names, place, errors);
                MountValidation.validate(container, volumes, place, errors);
                if (kind == ContainerKind.MAIN) {
                    requireFreeHostPorts(container, hostPorts, place, errors);
                } else if (kind == ContainerKind.INIT) {
                    requireFreeHostPorts(container, new HashSet<>(), place, errors);
                }
                requireTarget(container, names, place, errors);
            }
        }
    }

    private static void requireNewName(
            ObjectNode container, Set<String> names, String path, FieldErrors errors) {
        String name = Trees.text(container, "name");
        if (!name.isEmpty() && !names.add(name)) {
            errors.duplicate(path + ".name", name);
        }
    }

    private static void requireTarget(
            ObjectNode container, Set<String> names, String path, FieldErrors errors) {
        String target = Trees.text(container, "targetContainerName");
        if (!target.isEmpty() && !names.contains(target)) {
            errors.notFound(path + ".targetContainerName", target);
        }
    }

    private static void requireFreeHostPorts(
            ObjectNode container, Set<String> taken, String path, FieldErrors errors) {
        List<ObjectNode> ports = Trees.items(container, "ports");
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode port = ports.get(i);
            long number = port.path("hostPort").asLong(0);
            String claim =
                    "%s/%s/%d"
                            .formatted(
                                    Trees.text(port, "protocol"),
                                    Trees.text(port, "hostIP"),
                                    number);
            if (number != 0 && !taken.add(claim)) {
                errors.duplicate("%s.ports[%d].hostPort".formatted(path, i), claim);
            }
        }
    }

    private static void requireOneOf(
            JsonNode node, String path, String field, List<String> supported, FieldErrors errors) {
        String value = Trees.text(node, field);
        if (value.isEmpty()) {
            errors.required(path + "." + field, "");
        } else if (!supported.contains(value)) {
            errors.notSupported(path + "." + field, value, supported);
        }
    }

    private static void validateNames(ObjectNode spec, String path, FieldErrors errors) {
        for (String field : List.of("hostname", "subdomain")) {
            String value = Trees.text(spec, field);
            if (!value.isEmpty()) {
                Names.labelErrors(value)
                        .forEach(why -> errors.invalid(path + "." + field, value, why));
            }
        }
        for (String field :
                List.of(
                        "serviceAccountName",
                        "nodeName",
                        "priorityClassName",
                        "runtimeClassName")) {
            String value = Trees.text(spec, field);
            if (!value.isEmpty()) {
                Names.subdomainErrors(value)
                        .forEach(why -> errors.invalid(path + "." + field, value, why));
            }
        }
        List<ObjectNode> aliases = Trees.items(spec, "hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            String place = "%s.hostAliases[%d].hostnames".formatted(path, i);
            for (String hostname : Trees.texts(aliases.get(i), "hostnames")) {
                Names.subdomainErrors(hostname)
                        .forEach(why -> errors.invalid(place, hostname, why));
            }
        }
    }

    private static void validateDeadline(ObjectNode spec, String path, FieldErrors errors) {
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber()
                && (deadline.asLong() < 1 || deadline.asLong() > Integer.MAX_VALUE)) {
            errors.invalid(
                    path + ".activeDeadlineSeconds",
                    deadline.asLong(),
                    "must be between 1 and 2147483647, inclusive");
        }
    }
}
