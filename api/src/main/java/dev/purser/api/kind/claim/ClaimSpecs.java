package dev.purser.api.kind.claim;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Defaults and checks of PersistentVolumeClaimSpecs (`ValidatePersistentVolumeClaimSpec`).
public final class ClaimSpecs {
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
    private static final String ALONE = "ReadWriteOncePod";
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");
    private static final String RESOURCES = "resources";
    private static final String STORAGE = "storage";
    private static final String DATA_SOURCE = "dataSource";
    private static final String DATA_SOURCE_REF = "dataSourceRef";

    private ClaimSpecs() {}

    /// Sets what Kubernetes sets on every claim.
    public static void setDefaults(ObjectNode spec) {
        Trees.setDefaultIfAbsent(spec, "volumeMode", "Filesystem");
        Quantities.roundUpResources(spec);
    }

    public static void validate(Spot spec) {
        validateAccess(spec.at("accessModes"));
        spec.ifGiven(
                "selector",
                selector ->
                        Labels.validateSelector(
                                selector.node(), selector.path(), selector.errors()));
        validateRequest(spec);
        validateClass(spec.at("storageClassName"));
        spec.ifGiven("volumeMode", mode -> mode.requireOneOf(VOLUME_MODES));
        spec.ifGiven(DATA_SOURCE, ClaimSpecs::validateSource);
        spec.ifGiven(
                DATA_SOURCE_REF,
                source -> {
                    validateSource(source);
                    Spot namespace = source.at("namespace");
                    if (!namespace.isEmpty()) {
                        namespace.complain(Names::labelErrors);
                    }
                });
        validateSourcesTogether(spec);
        validateClass(spec.at("volumeAttributesClassName"));
    }

    private static void validateAccess(Spot modes) {
        if (modes.isEmpty()) {
            modes.required("at least 1 access mode is required");
        }
        List<String> given = new ArrayList<>();
        for (Spot mode : modes.items()) {
            mode.under(modes.path()).requireOneOf(ACCESS_MODES);
            given.add(mode.text());
        }
        boolean hasOther =
                given.stream().anyMatch(mode -> ACCESS_MODES.contains(mode) && !mode.equals(ALONE));
        if (given.contains(ALONE) && hasOther) {
            modes.forbidden("may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void validateRequest(Spot spec) {
        Spot complaint = spec.at(RESOURCES).key(STORAGE);
        Spot requests = spec.at(RESOURCES).at("requests");
        if (!requests.has(STORAGE)) {
            complaint.required();
            return;
        }
        Quantity amount = Quantities.get(requests.node(), STORAGE);
        if (amount.signum() <= 0) {
            complaint.invalid(amount.toString(), "must be greater than zero");
        }
    }

    private static void validateClass(Spot name) {
        if (!name.isEmpty()) {
            name.complain(Names::subdomainErrors);
        }
    }

    private static void validateSource(Spot source) {
        source.at("name").require();
        Spot kind = source.at("kind");
        kind.require();
        Spot group = source.at("apiGroup");
        if (!group.isEmpty()) {
            group.complain(Names::subdomainErrors);
        } else if (!kind.text().equals("PersistentVolumeClaim")) {
            source.invalid(
                    kind.text(),
                    "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
    }

    private static void validateSourcesTogether(Spot spec) {
        Spot source = spec.at(DATA_SOURCE);
        Spot ref = spec.at(DATA_SOURCE_REF);
        if (!source.isGiven()) {
            return;
        }
        if (!ref.text("namespace").isEmpty()) {
            spec.errors()
                    .invalidShown(
                            spec.path(),
                            "{}",
                            "may not be specified when dataSourceRef.namespace is specified");
        } else if (ref.isGiven() && !isSame(source, ref)) {
            spec.errors().invalidShown(spec.path(), "{}", "must match dataSourceRef");
        }
    }

    private static boolean isSame(Spot source, Spot ref) {
        return source.has("apiGroup") == ref.has("apiGroup")
                && List.of("apiGroup", "kind", "name").stream()
                        .allMatch(field -> source.text(field).equals(ref.text(field)));
    }

    /// Warns of amounts with a fraction of a byte.
    public static List<String> warnings(JsonNode spec, String path) {
        List<String> warnings = new ArrayList<>();
        for (String amounts : List.of("requests", "limits")) {
            Quantity quantity = Quantities.get(spec.path(RESOURCES).path(amounts), STORAGE);
            if (Quantities.isFractional(quantity)) {
                warnings.add(
                        "%s.resources.%s[storage]: fractional byte value \"%s\" is invalid, must be an integer"
                                .formatted(path, amounts, quantity));
            }
        }
        return warnings;
    }
}
