package dev.purser.api.kind.pod;

import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.List;

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

    static void validate(Spot container) {
        container.items("env").forEach(EnvironmentValidation::validateVariable);
        Spot bags = container.at("envFrom");
        bags.items().forEach(bag -> validateBag(bag, bags));
    }

    private static void validateVariable(Spot variable) {
        Spot name = variable.at("name");
        if (name.require()) {
            name.complain(Names::environmentNameErrors);
        }
        variable.ifGiven("valueFrom", from -> validateSources(from, variable.text("value")));
    }

    private static void validateSources(Spot from, String value) {
        List<String> given = SOURCES.stream().filter(from::has).toList();
        given.forEach(source -> validateSource(source, from.at(source)));
        if (given.isEmpty()) {
            from.invalid(
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`,"
                            + " `secretKeyRef` or `fileKeyRef`");
        } else if (!value.isEmpty()) {
            from.invalid("", "may not be specified when `value` is not empty");
        } else if (given.size() > 1) {
            from.invalid("", TOO_MANY);
        }
    }

    private static void validateSource(String type, Spot ref) {
        DownwardValidation.Use use = DownwardValidation.Use.ENVIRONMENT;
        switch (type) {
            case "fieldRef" -> DownwardValidation.validateField(ref, use);
            case "resourceFieldRef" -> DownwardValidation.validateResource(ref, use);
            case "fileKeyRef" -> validateFileKey(ref);
            default -> validateKey(ref);
        }
    }

    private static void validateKey(Spot ref) {
        ref.at("name").complain(Names::subdomainErrors);
        Spot key = ref.at("key");
        if (key.require()) {
            key.complain(Names::configKeyErrors);
        }
    }

    private static void validateFileKey(Spot ref) {
        Spot key = ref.at("key");
        if (key.require()) {
            key.complain(Names::environmentNameErrors);
        }
        Spot volume = ref.at("volumeName");
        if (volume.require()) {
            volume.complain(Names::labelErrors);
        }
        Spot path = ref.at("path");
        if (path.require()) {
            FilePaths.forbidBacksteps(path);
        }
    }

    /// Checks that the files of variables lie in volumes that start out empty, which an earlier
    /// container fills.
    static void validateFileVolumes(Spot spec) {
        List<Spot> volumes = spec.items("volumes");
        for (Spot container : Containers.all(spec)) {
            for (Spot variable : container.items("env")) {
                variable.at("valueFrom")
                        .ifGiven(
                                "fileKeyRef",
                                ref -> requireEmptyDir(ref.at("volumeName"), volumes));
            }
        }
    }

    private static void requireEmptyDir(Spot name, List<Spot> volumes) {
        // Of volumes with the same name, the last one counts.
        volumes.reversed().stream()
                .filter(volume -> volume.text("name").equals(name.text()))
                .findFirst()
                .ifPresentOrElse(
                        volume -> {
                            if (!volume.has("emptyDir")) {
                                name.invalidText("referenced volume must be of type emptyDir");
                            }
                        },
                        name::notFound);
    }

    /// Kubernetes names the list instead of the item that is wrong as a whole.
    private static void validateBag(Spot bag, Spot bags) {
        Spot prefix = bag.at("prefix");
        if (!prefix.isEmpty()) {
            prefix.complain(Names::environmentNameErrors);
        }
        List<String> given = BAG_SOURCES.stream().filter(bag::has).toList();
        for (String source : given) {
            Spot name = bag.at(source).at("name");
            if (name.require()) {
                name.complain(EnvironmentValidation::bagNameErrors);
            }
        }
        if (given.isEmpty()) {
            bags.invalid("", "must specify one of: `configMapRef` or `secretRef`");
        } else if (given.size() > 1) {
            bags.invalid("", TOO_MANY);
        }
    }

    /// Kubernetes checks these names as if more might follow, so they may end in a dash.
    private static List<String> bagNameErrors(String name) {
        return NameFormat.SUBDOMAIN.prefixErrors(name);
    }
}
