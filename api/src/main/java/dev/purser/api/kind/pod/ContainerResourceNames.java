package dev.purser.api.kind.pod;

import dev.purser.api.status.FieldErrors;

/// Names of resources as containers ask for them, for kinds that speak of containers' resources.
public final class ContainerResourceNames {
    private ContainerResourceNames() {}

    /// Checks a name: a standard resource, or an extended one with a domain.
    public static void validate(String name, String path, FieldErrors errors) {
        ResourceValidation.validateName(name, path, errors);
    }
}
