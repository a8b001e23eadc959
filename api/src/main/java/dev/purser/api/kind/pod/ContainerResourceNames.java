package dev.purser.api.kind.pod;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import java.util.List;

/// Checks the names of resources as containers and Pods ask for them.
public final class ContainerResourceNames {
    private static final List<String> FOR_PODS = List.of("cpu", ResourceNames.HUGE_PAGES, "memory");

    private ContainerResourceNames() {}

    /// Checks a name: a standard resource, or an extended one with a domain.
    public static void validate(String name, String path, FieldErrors errors) {
        validateAny(name, path, errors);
        if (!name.contains("/")) {
            if (!ResourceNames.isForContainers(name)) {
                errors.invalid(path, name, "must be a standard resource for containers");
            }
        } else if (!ResourceNames.isNative(name) && !ResourceNames.isExtended(name)) {
            errors.invalid(path, name, "doesn't follow extended resource name standard");
        }
    }

    /// Checks the name of a resource that a Pod asks for as a whole.
    static void validateForPod(String name, String path, FieldErrors errors) {
        if (validateAny(name, path, errors) && !ResourceNames.isForPods(name)) {
            errors.notSupported(path, name, FOR_PODS);
        }
    }

    private static boolean validateAny(String name, String path, FieldErrors errors) {
        List<String> complaints = LabelSyntax.keyErrors(name);
        complaints.forEach(why -> errors.invalid(path, name, why));
        boolean isKnown = name.contains("/") || ResourceNames.isStandard(name);
        if (complaints.isEmpty() && !isKnown) {
            errors.invalid(path, name, "must be a standard resource type or fully qualified");
        }
        return complaints.isEmpty() && isKnown;
    }
}
