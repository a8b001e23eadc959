package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The annotations that seccomp and AppArmor profiles were before they had fields.
final class ProfileAnnotations {
    static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private static final String LOCALHOST = "localhost/";
    private static final String RUNTIME = "runtime/default";
    private static final String DOCKER = "docker/default";
    private static final String UNCONFINED = "unconfined";
    private static final String APPARMOR_FIELD = "appArmorProfile";
    private static final String SECCOMP_FIELD = "seccompProfile";
    private static final String CONTEXT = "securityContext";
    private static final String FILE = "localhostProfile";

    private ProfileAnnotations() {}

    static void validate(Spot annotations, Spot spec) {
        annotations.members((key, profile) -> {
            if (key.equals(SECCOMP_POD) || key.startsWith(SECCOMP_CONTAINER)) {
                // Kubernetes writes these keys as if they were fields.
                validateSeccomp(annotations.at(key));
            } else if (key.startsWith(APPARMOR)) {
                validateAppArmor(key.substring(APPARMOR.length()), profile, spec);
            }
        });
    }

    private static void validateSeccomp(Spot profile) {
        String text = profile.text();
        if (text.startsWith(LOCALHOST)) {
            FilePaths.requireDescending(text.substring(LOCALHOST.length()), profile);
        } else if (!Set.of(RUNTIME, DOCKER, UNCONFINED).contains(text)) {
            profile.invalidText("must be a valid seccomp profile");
        }
    }

    private static void validateAppArmor(String container, Spot profile, Spot spec) {
        boolean isKnown =
                Containers.all(spec).stream()
                        .anyMatch(other -> other.text("name").equals(container));
        if (!isKnown) {
            profile.invalid(container, "container not found");
        }
        String text = profile.text();
        boolean isProfile =
                Set.of("", RUNTIME, UNCONFINED).contains(text) || text.startsWith(LOCALHOST);
        if (!isProfile) {
            profile.invalidText("invalid AppArmor profile name: \"%s\"".formatted(text));
        }
    }

    /// Checks that annotations say no other profiles than the fields do.
    static void requireAgreement(Spot annotations, Spot spec) {
        requireSeccomp(annotations.at(SECCOMP_POD), spec);
        for (Spot container : Containers.all(spec)) {
            requireSeccomp(annotations.at(SECCOMP_CONTAINER + container.text("name")), container);
        }
        if (spec.at("os").text("name").equals("windows")) {
            return;
        }
        Spot ofPod = spec.at(CONTEXT).at(APPARMOR_FIELD);
        for (Spot container : Containers.all(spec)) {
            Spot own = container.at(CONTEXT).at(APPARMOR_FIELD);
            Spot annotation = annotations.at(APPARMOR + container.text("name"));
            if (annotation.isGiven()) {
                Spot profile = (own.isGiven() ? own : ofPod).under(own.path());
                requireSame(annotation.text(), profile, "apparmor");
            }
        }
    }

    private static void requireSeccomp(Spot annotation, Spot owner) {
        if (annotation.isGiven()) {
            String said = annotation.text().equals(DOCKER) ? RUNTIME : annotation.text();
            requireSame(said, owner.at(CONTEXT).at(SECCOMP_FIELD), "seccomp");
        }
    }

    private static void requireSame(String said, Spot profile, String noun) {
        String type = profile.text("type");
        boolean isSameType =
                switch (type) {
                    case "Unconfined" -> said.equals(UNCONFINED);
                    case "RuntimeDefault" -> said.equals(RUNTIME);
                    case SecurityProfiles.LOCALHOST -> said.startsWith(LOCALHOST);
                    default -> true;
                };
        boolean isLocal = type.equals(SecurityProfiles.LOCALHOST);
        boolean isSameFile = profile.has(FILE) && said.equals(LOCALHOST + profile.text(FILE));
        if (!isSameType) {
            profile.at("type").forbidden(noun + " type in annotation and field must match");
        } else if (isLocal && !isSameFile) {
            profile.at(FILE).forbidden(noun + " profile in annotation and field must match");
        }
    }

    /// Turns AppArmor annotations of a Pod into the fields that have replaced them.
    static void applyAppArmor(JsonNode metadata, ObjectNode spec) {
        JsonNode annotations = metadata.path("annotations");
        JsonNode ofPod = spec.path(CONTEXT).path(APPARMOR_FIELD);
        for (ObjectNode container : withAppArmorAnnotation(annotations, spec)) {
            if (!container.path(CONTEXT).has(APPARMOR_FIELD)) {
                appArmorField(annotation(annotations, container))
                        .filter(profile -> !profile.equals(ofPod))
                        .ifPresent(profile ->
                                Trees.ensure(container, CONTEXT).set(APPARMOR_FIELD, profile));
            }
        }
    }

    private static List<ObjectNode> withAppArmorAnnotation(JsonNode annotations, JsonNode spec) {
        if (Trees.text(spec.path("os"), "name").equals("windows")) {
            return List.of();
        }
        return Containers.all(spec).stream()
                .filter(container -> annotations.has(APPARMOR + Trees.text(container, "name")))
                .toList();
    }

    private static String annotation(JsonNode annotations, JsonNode container) {
        return Trees.text(annotations, APPARMOR + Trees.text(container, "name"));
    }

    /// Warns of AppArmor annotations of a new Pod that become fields, or say nothing.
    static List<String> podWarnings(JsonNode metadata, JsonNode spec) {
        List<String> warnings = new ArrayList<>();
        JsonNode annotations = metadata.path("annotations");
        JsonNode ofPod = spec.path(CONTEXT).path(APPARMOR_FIELD);
        for (ObjectNode container : withAppArmorAnnotation(annotations, spec)) {
            boolean isNews =
                    appArmorField(annotation(annotations, container))
                            .map(profile -> !profile.equals(ofPod))
                            .orElse(true);
            if (isNews && !container.path(CONTEXT).has(APPARMOR_FIELD)) {
                warnings.add(deprecated("metadata", container));
            }
        }
        return warnings;
    }

    /// Warns of annotations of a template that a field should replace.
    static List<String> templateWarnings(JsonNode metadata, JsonNode spec, String metadataPath) {
        List<String> warnings = new ArrayList<>();
        JsonNode annotations = metadata.path("annotations");
        JsonNode ofPod = spec.path(CONTEXT).path(APPARMOR_FIELD);
        for (ObjectNode container : Containers.all(spec)) {
            boolean isSaid = annotations.has(APPARMOR + Trees.text(container, "name"));
            boolean hasField = container.path(CONTEXT).has(APPARMOR_FIELD);
            boolean isOfPod =
                    appArmorField(annotation(annotations, container))
                            .map(ofPod::equals)
                            .orElse(false);
            if (isSaid && !hasField && !isOfPod) {
                warnings.add(deprecated(metadataPath, container));
            }
        }
        return warnings;
    }

    private static String deprecated(String metadataPath, JsonNode container) {
        return "%s.annotations[%s%s]: deprecated since v1.30; use the \"appArmorProfile\" field instead"
                .formatted(metadataPath, APPARMOR, Trees.text(container, "name"));
    }

    /// Warns of seccomp annotations without the field that counts instead of them.
    static List<String> seccompWarnings(JsonNode metadata, JsonNode spec, String metadataPath) {
        List<String> warnings = new ArrayList<>();
        JsonNode annotations = metadata.path("annotations");
        warnOfSeccomp(annotations, SECCOMP_POD, spec).ifPresent(warnings::add);
        for (ObjectNode container : Containers.all(spec)) {
            String key = SECCOMP_CONTAINER + Trees.text(container, "name");
            warnOfSeccomp(annotations, key, container).ifPresent(warnings::add);
        }
        return warnings.stream().map(warning -> metadataPath + warning).toList();
    }

    private static Optional<String> warnOfSeccomp(
            JsonNode annotations, String key, JsonNode owner) {
        boolean hasField = owner.path(CONTEXT).hasNonNull(SECCOMP_FIELD);
        return hasField || !annotations.has(key)
                ? Optional.empty()
                : Optional.of(
                        ".annotations[%s]: non-functional in v1.27+; use the \"seccompProfile\" field instead"
                                .formatted(key));
    }

    /// What a field would say that an annotation says; nothing for what no field may say.
    private static Optional<ObjectNode> appArmorField(String annotation) {
        ObjectNode profile = JsonNodeFactory.instance.objectNode();
        String name =
                annotation.startsWith(LOCALHOST) ? annotation.substring(LOCALHOST.length()) : "";
        if (annotation.equals(UNCONFINED)) {
            return Optional.of(profile.put("type", "Unconfined"));
        }
        if (annotation.equals(RUNTIME)) {
            return Optional.of(profile.put("type", "RuntimeDefault"));
        }
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(profile.put("type", SecurityProfiles.LOCALHOST).put(FILE, name));
    }
}
