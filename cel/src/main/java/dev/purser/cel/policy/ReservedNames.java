package dev.purser.cel.policy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import java.util.List;

/// Names that belong to configurations from files.
final class ReservedNames {
    private static final String SUFFIX = ".static.k8s.io";

    private ReservedNames() {}

    static void validate(KubeObject object, FieldErrors errors) {
        if (isReserved(object)) {
            errors.invalid("metadata.name", object.name(), why());
        }
    }

    /// What an update of an object with such a name is warned of.
    static List<String> warnings(KubeObject object) {
        return isReserved(object) ? List.of("metadata.name: " + why()) : List.of();
    }

    private static boolean isReserved(KubeObject object) {
        return object.name().endsWith(SUFFIX);
    }

    private static String why() {
        return ("names ending with \"%s\" are reserved for static manifest-based configurations and"
                        + " cannot be managed via the API")
                .formatted(SUFFIX);
    }
}
