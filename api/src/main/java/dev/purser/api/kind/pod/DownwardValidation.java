package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks what a container may learn about its Pod: fields, and amounts of resources.
final class DownwardValidation {
    /// Where the value goes, which decides what may be asked for.
    enum Use {
        ENVIRONMENT,
        VOLUME
    }

    private static final List<String> ENVIRONMENT_PATHS =
            List.of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "spec.nodeName",
                    "spec.serviceAccountName",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs");
    private static final List<String> VOLUME_PATHS =
            List.of(
                    "metadata.annotations",
                    "metadata.labels",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid");
    private static final String FIELD_PATH = ".fieldPath";
    private static final Pattern SUBSCRIPT = Pattern.compile("(.+)\\['(.*)'\\]", Pattern.DOTALL);
    private static final Set<String> KNOWN_PATHS =
            Set.of(
                    "metadata.annotations",
                    "metadata.labels",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.serviceAccountName",
                    "spec.schedulerName",
                    "status.phase",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs",
                    "spec.host");
    private static final List<String> RESOURCES =
            List.of(
                    "limits.cpu",
                    "limits.ephemeral-storage",
                    "limits.memory",
                    "requests.cpu",
                    "requests.ephemeral-storage",
                    "requests.memory");
    private static final Set<String> CPU_DIVISORS = Set.of("1m", "1");
    private static final List<String> BYTE_DIVISORS =
            List.of(
                    "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi",
                    "1Ei");

    private DownwardValidation() {}

    /// Checks a reference to a field of the Pod.
    static void validateField(JsonNode ref, Use use, String path, FieldErrors errors) {
        String version = Trees.text(ref, "apiVersion");
        String field = Trees.text(ref, "fieldPath");
        if (version.isEmpty()) {
            errors.required(path + ".apiVersion", "");
            return;
        }
        if (field.isEmpty()) {
            errors.required(path + FIELD_PATH, "");
            return;
        }
        Matcher subscript = SUBSCRIPT.matcher(field);
        String base = subscript.matches() ? subscript.group(1) : field;
        String refusal = conversionError(version, base, subscript.matches());
        if (!refusal.isEmpty()) {
            errors.invalid(path + FIELD_PATH, field, "error converting fieldPath: " + refusal);
        } else if (subscript.matches()) {
            String key = subscript.group(2);
            boolean isLabel = base.equals("metadata.labels");
            LabelSyntax.keyErrors(isLabel ? key : key.toLowerCase(Locale.ROOT))
                    .forEach(why -> errors.invalid(path, key, why));
        } else if (!paths(use).contains(field)) {
            errors.notSupported(path + FIELD_PATH, field, paths(use));
        }
    }

    private static List<String> paths(Use use) {
        return switch (use) {
            case ENVIRONMENT -> ENVIRONMENT_PATHS;
            case VOLUME -> VOLUME_PATHS;
        };
    }

    private static String conversionError(String version, String base, boolean hasSubscript) {
        if (!version.equals("v1")) {
            return "unsupported pod version: " + version;
        }
        if (hasSubscript
                && !base.equals("metadata.labels")
                && !base.equals("metadata.annotations")) {
            return "field label does not support subscript: " + base;
        }
        return KNOWN_PATHS.contains(base) ? "" : "field label not supported: " + base;
    }

    /// Checks a reference to an amount of a container's resources.
    static void validateResource(JsonNode ref, Use use, String path, FieldErrors errors) {
        String resource = Trees.text(ref, "resource");
        if (use == Use.VOLUME && Trees.text(ref, "containerName").isEmpty()) {
            errors.required(path + ".containerName", "");
        } else if (resource.isEmpty()) {
            errors.required(path + ".resource", "");
        } else if (!RESOURCES.contains(resource) && !isHugePages(resource)) {
            errors.notSupported(path + ".resource", resource, RESOURCES);
        }
        validateDivisor(resource, Trees.text(ref, "divisor"), path + ".divisor", errors);
    }

    private static boolean isHugePages(String resource) {
        return resource.startsWith("limits.hugepages-")
                || resource.startsWith("requests.hugepages-");
    }

    private static void validateDivisor(
            String resource, String divisor, String path, FieldErrors errors) {
        if (divisor.isEmpty() || Quantity.parse(divisor).isZero()) {
            return;
        }
        String noun =
                switch (resource.substring(resource.indexOf('.') + 1)) {
                    case "cpu" -> "cpu";
                    case "memory" -> "memory";
                    case "ephemeral-storage" -> "local ephemeral storage";
                    default -> isHugePages(resource) ? "hugepages" : "";
                };
        if (noun.equals("cpu") && !CPU_DIVISORS.contains(divisor)) {
            errors.invalid(
                    path,
                    resource,
                    "only divisor's values 1m and 1 are supported with the cpu resource");
        } else if (!noun.isEmpty() && !noun.equals("cpu") && !BYTE_DIVISORS.contains(divisor)) {
            errors.invalid(
                    path,
                    resource,
                    "only divisor's values %s are supported with the %s resource"
                            .formatted(String.join(", ", BYTE_DIVISORS), noun));
        }
    }
}
