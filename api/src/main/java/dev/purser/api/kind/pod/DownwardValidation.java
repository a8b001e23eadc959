package dev.purser.api.kind.pod;

import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern SUBSCRIPT = Pattern.compile("(.+?)\\['(.*)'\\]", Pattern.DOTALL);
    private static final Set<String> SUBSCRIPTED =
            Set.of("metadata.annotations", "metadata.labels");
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
    private static final List<String> CPU_DIVISORS = List.of("1m", "1");
    private static final List<String> BYTE_DIVISORS =
            List.of(
                    "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi",
                    "1Ei");

    private DownwardValidation() {}

    /// Checks a reference to a field of the Pod.
    static void validateField(Spot ref, Use use) {
        String version = ref.text("apiVersion");
        Spot path = ref.at("fieldPath");
        if (!ref.at("apiVersion").require() || !path.require()) {
            return;
        }
        Matcher subscript = SUBSCRIPT.matcher(path.text());
        String base = subscript.matches() ? subscript.group(1) : path.text();
        String refusal = conversionError(version, path.text(), base);
        if (!refusal.isEmpty()) {
            path.invalidText("error converting fieldPath: " + refusal);
        } else if (subscript.matches()) {
            String key = subscript.group(2);
            String name = base.equals("metadata.annotations") ? key.toLowerCase(Locale.ROOT) : key;
            LabelSyntax.keyErrors(name).forEach(why -> ref.invalid(name, why));
        } else {
            String field = base.equals("spec.host") ? "spec.nodeName" : base;
            if (!paths(use).contains(field)) {
                path.errors().notSupported(path.path(), field, paths(use));
            }
        }
    }

    private static List<String> paths(Use use) {
        return switch (use) {
            case ENVIRONMENT -> ENVIRONMENT_PATHS;
            case VOLUME -> VOLUME_PATHS;
        };
    }

    private static String conversionError(String version, String field, String base) {
        if (!version.equals("v1")) {
            return "unsupported pod version: " + version;
        }
        boolean hasSubscript = !base.equals(field);
        if (hasSubscript && !SUBSCRIPTED.contains(base)) {
            return "field label does not support subscript: " + field;
        }
        return KNOWN_PATHS.contains(base) ? "" : "field label not supported: " + field;
    }

    /// Checks a reference to an amount of a container's resources.
    static void validateResource(Spot ref, Use use) {
        Spot resource = ref.at("resource");
        if (use == Use.VOLUME && ref.at("containerName").isEmpty()) {
            ref.at("containerName").required();
        } else if (resource.require()
                && !RESOURCES.contains(resource.text())
                && !isHugePages(resource.text())) {
            resource.notSupported(RESOURCES);
        }
        validateDivisor(resource.text(), ref.at("divisor"));
    }

    private static boolean isHugePages(String resource) {
        return resource.startsWith("limits.hugepages-")
                || resource.startsWith("requests.hugepages-");
    }

    private static void validateDivisor(String resource, Spot divisor) {
        Quantity amount = Quantity.parse(divisor.isEmpty() ? "0" : divisor.text());
        boolean isKnown = RESOURCES.contains(resource) || isHugePages(resource);
        if (amount.isZero() || !isKnown) {
            return;
        }
        String noun =
                switch (resource.substring(resource.indexOf('.') + 1)) {
                    case "cpu" -> "cpu";
                    case "memory" -> "memory";
                    case "ephemeral-storage" -> "local ephemeral storage";
                    default -> "hugepages";
                };
        boolean isCpu = noun.equals("cpu");
        if (!(isCpu ? CPU_DIVISORS : BYTE_DIVISORS).contains(amount.toString())) {
            String allowed = isCpu ? "1m and 1" : String.join(", ", BYTE_DIVISORS);
            divisor.invalid(
                    resource,
                    "only divisor's values %s are supported with the %s resource"
                            .formatted(allowed, noun));
        }
    }
}
