package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What Kubernetes warns of in Pods and templates although it takes them
/// (`warningsForPodSpecAndMeta`), in its order.
final class PodWarnings {
    private static final Map<String, String> OLD_ANNOTATIONS =
            Map.of(
                    "scheduler.alpha.kubernetes.io/critical-pod",
                    "non-functional in v1.16+; use the \"priorityClassName\" field instead",
                    "security.alpha.kubernetes.io/sysctls",
                    "non-functional in v1.11+; use the \"sysctls\" field instead",
                    "security.alpha.kubernetes.io/unsafe-sysctls",
                    "non-functional in v1.11+; use the \"sysctls\" field instead");
    private static final List<String> BYTES = List.of("memory", "ephemeral-storage");
    private static final String NULL_SELECTOR = ": a null labelSelector results in matching no pod";

    private final JsonNode metadata;
    private final JsonNode spec;
    private final String metadataPath;
    private final String specPath;
    private final List<String> warnings = new ArrayList<>();

    /// @param owner the Pod or template
    /// @param path the path of a template; empty for a Pod
    PodWarnings(JsonNode owner, String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        this.metadata = owner.path("metadata");
        this.spec = owner.path("spec");
        this.metadataPath = prefix + "metadata";
        this.specPath = prefix + "spec";
    }

    List<String> ofPod() {
        ofBoth();
        return warnings;
    }

    List<String> ofTemplate() {
        ofBoth();
        warnings.addAll(ProfileAnnotations.templateWarnings(metadata, spec, metadataPath));
        return warnings;
    }

    private void ofBoth() {
        warnings.addAll(NodeLabelWarnings.of(spec, specPath));
        OLD_ANNOTATIONS.forEach((key, why) -> {
            if (metadata.path("annotations").has(key)) {
                warnings.add("%s.annotations[%s]: %s".formatted(metadataPath, key, why));
            }
        });
        warnings.addAll(VolumeWarnings.of(spec, specPath));
        ofNames("hostAliases", "ip");
        ofNames("imagePullSecrets", "name");
        ofEmptySecrets();
        ofFractions(spec, "overhead", specPath);
        warnings.addAll(ProfileAnnotations.seccompWarnings(metadata, spec, metadataPath));
        for (String list : List.of(Containers.INIT, Containers.MAIN, Containers.EPHEMERAL)) {
            List<ObjectNode> containers = Trees.items(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                ofContainer(containers.get(i), "%s.%s[%d]".formatted(specPath, list, i));
            }
        }
        warnings.addAll(PortWarnings.of(spec, specPath));
        if (spec.path("terminationGracePeriodSeconds").asLong(0) < 0) {
            warnings.add(
                    specPath
                            + ".terminationGracePeriodSeconds: must be >= 0; negative values are"
                            + " invalid and will be treated as 1");
        }
        ofPodAffinity();
        ofAddresses();
    }

    private void ofNames(String list, String field) {
        Set<String> known = new HashSet<>();
        List<ObjectNode> items = Trees.items(spec, list);
        for (int i = 0; i < items.size(); i++) {
            String value = Trees.text(items.get(i), field);
            if (!known.add(value)) {
                warnings.add(
                        "%s.%s[%d].%s: duplicate %s \"%s\""
                                .formatted(specPath, list, i, field, field, value));
            }
        }
    }

    private void ofEmptySecrets() {
        List<ObjectNode> secrets = Trees.items(spec, "imagePullSecrets");
        for (int i = 0; i < secrets.size(); i++) {
            if (Trees.text(secrets.get(i), "name").isEmpty()) {
                warnings.add(
                        "%s.imagePullSecrets[%d].name: invalid empty name \"\""
                                .formatted(specPath, i));
            }
        }
    }

    private void ofFractions(JsonNode owner, String field, String path) {
        for (String name : BYTES) {
            Quantity amount = Quantities.get(owner.path(field), name);
            if (Quantities.isFractional(amount)) {
                warnings.add(
                        "%s.%s[%s]: fractional byte value \"%s\" is invalid, must be an integer"
                                .formatted(path, field, name, amount));
            }
        }
    }

    private void ofContainer(ObjectNode container, String path) {
        ofFractions(container.path("resources"), "limits", path + ".resources");
        ofFractions(container.path("resources"), "requests", path + ".resources");
        Set<String> names = new HashSet<>();
        List<ObjectNode> variables = Trees.items(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            ObjectNode variable = variables.get(i);
            String name = Trees.text(variable, "name");
            if (!names.add(name) && hidesPrevious(variable, "$(" + name + ")")) {
                warnings.add(
                        "%s.env[%d]: hides previous definition of \"%s\", which may be dropped when using apply"
                                .formatted(path, i, name));
            }
        }
    }

    /// A variable may be defined again with its old value as a part of the new one.
    private static boolean hidesPrevious(ObjectNode variable, String reference) {
        String value = Trees.text(variable, "value");
        return variable.hasNonNull("valueFrom")
                || value.equals(reference)
                || !value.contains(reference);
    }

    private void ofPodAffinity() {
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            JsonNode affinity = spec.path("affinity").path(kind);
            String path = "%s.affinity.%s.".formatted(specPath, kind);
            ofTerms(affinity, path + NodeAffinityValidation.REQUIRED, "");
            ofTerms(affinity, path + NodeAffinityValidation.PREFERRED, "podAffinityTerm");
        }
    }

    private void ofTerms(JsonNode affinity, String path, String field) {
        List<ObjectNode> terms = Trees.items(affinity, path.substring(path.lastIndexOf('.') + 1));
        for (int i = 0; i < terms.size(); i++) {
            JsonNode term = field.isEmpty() ? terms.get(i) : terms.get(i).path(field);
            if (!term.hasNonNull("labelSelector")) {
                String place = field.isEmpty() ? "" : "." + field;
                warnings.add("%s[%d]%s.labelSelector%s".formatted(path, i, place, NULL_SELECTOR));
            }
        }
    }

    private void ofAddresses() {
        List<String> servers = Trees.texts(spec.path("dnsConfig"), "nameservers");
        for (int i = 0; i < servers.size(); i++) {
            warnings.addAll(
                    IpRules.warnings(
                            servers.get(i), "%s.dnsConfig.nameservers[%d]".formatted(specPath, i)));
        }
        List<ObjectNode> aliases = Trees.items(spec, "hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            warnings.addAll(
                    IpRules.warnings(
                            Trees.text(aliases.get(i), "ip"),
                            "%s.hostAliases[%d].ip".formatted(specPath, i)));
        }
    }

    static List<String> ofName(String name) {
        return ofName(name, "the Pod's hostname");
    }

    /// Warns of a name that will be part of hostnames, and is none.
    static List<String> ofName(String name, String use) {
        List<String> complaints = Names.labelErrors(name);
        return complaints.isEmpty()
                ? List.of()
                : List.of(
                        "metadata.name: this is used in %s, which can result in surprising behavior; a DNS label is recommended: [%s]"
                                .formatted(use, String.join(" ", complaints)));
    }
}
