package dev.purser.api.kind.pod;

import dev.purser.api.kind.claim.ClaimSpecs;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks volumes that get a claim of their own, made from a template, for as long as their Pod
/// lives.
final class EphemeralVolumes {
    /// The fields of ObjectMeta that a template may not set, with the names that messages use.
    private static final List<List<String>> FORBIDDEN =
            List.of(
                    List.of("name", "name"),
                    List.of("generateName", "generateName"),
                    List.of("namespace", "namespace"),
                    List.of("selfLink", "selfLink"),
                    List.of("uid", "uID"),
                    List.of("resourceVersion", "resourceVersion"),
                    List.of("generation", "generation"),
                    List.of("creationTimestamp", "creationTimestamp"),
                    List.of("deletionTimestamp", "deletionTimestamp"),
                    List.of("deletionGracePeriodSeconds", "deletionGracePeriodSeconds"),
                    List.of("ownerReferences", "ownerReferences"),
                    List.of("finalizers", "finalizers"),
                    List.of("managedFields", "managedFields"));

    private EphemeralVolumes() {}

    /// The claims that the volumes of a Pod get. A template's Pods have no name yet, nor have their
    /// claims.
    static Set<String> claims(Spot volumes, SpecOwner owner) {
        Set<String> claims = new HashSet<>();
        for (Spot volume : volumes.items()) {
            if (volume.has("ephemeral") && !owner.name().isEmpty()) {
                claims.add(owner.name() + "-" + volume.text("name"));
            }
        }
        return claims;
    }

    static void validateClaimName(Spot volumeName, SpecOwner owner) {
        if (owner.name().isEmpty() || volumeName.isEmpty()) {
            return;
        }
        String claim = owner.name() + "-" + volumeName.text();
        Names.subdomainErrors(claim)
                .forEach(
                        why -> volumeName.invalidText("PVC name \"%s\": %s".formatted(claim, why)));
    }

    static void validate(Spot ephemeral) {
        Spot template = ephemeral.at("volumeClaimTemplate");
        if (!template.isGiven()) {
            template.required();
            return;
        }
        validateMetadata(template.at("metadata"));
        ClaimSpecs.validate(template.at("spec"));
    }

    private static void validateMetadata(Spot metadata) {
        Spot annotations = metadata.at("annotations");
        Labels.validateAnnotations(annotations.node(), annotations.path(), metadata.errors());
        Spot labels = metadata.at("labels");
        Labels.validate(labels.node(), labels.path(), metadata.errors());
        for (List<String> field : FORBIDDEN) {
            Spot given = metadata.at(field.getFirst());
            boolean isSet = given.node().isNumber() ? given.number() != 0 : !given.isEmpty();
            if (isSet) {
                metadata.at(field.getLast()).forbidden("cannot be set");
            }
        }
    }
}
