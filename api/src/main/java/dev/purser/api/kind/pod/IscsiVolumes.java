package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks iSCSI volumes.
final class IscsiVolumes {
    private static final int LUN_MAX = 255;

    /// The names of targets and initiators (RFC 3720), by what they start with.
    private static final Map<String, Pattern> NAMES =
            Map.of(
                    "iqn",
                    Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([a-zA-Z0-9-.]+)(:[^,;*&$|\\s]+)$"),
                    "eui",
                    Pattern.compile("^eui.[a-zA-Z0-9]{16}$"),
                    "naa",
                    Pattern.compile("^naa.[a-zA-Z0-9]{32}$"));

    private IscsiVolumes() {}

    static void validate(Spot iscsi) {
        iscsi.at("targetPortal").require();
        Spot target = iscsi.at("iqn");
        if (target.require()) {
            validateName(target, target);
        }
        validateUnit(iscsi.at("lun"));
        boolean needsSecret = iscsi.isTrue("chapAuthDiscovery") || iscsi.isTrue("chapAuthSession");
        if (needsSecret && !iscsi.has("secretRef")) {
            iscsi.at("secretRef").required();
        }
        // Kubernetes spells this path in lower case.
        iscsi.ifGiven(
                "initiatorName", initiator -> validateName(initiator, iscsi.at("initiatorname")));
    }

    /// Checks what backs a PersistentVolume.
    static void validatePersistent(Spot iscsi) {
        validate(iscsi);
        iscsi.ifGiven("secretRef", secret -> secret.at("name").require());
    }

    /// The number of a unit of storage behind a target.
    static void validateUnit(Spot lun) {
        if (lun.number() < 0 || lun.number() > LUN_MAX) {
            lun.invalidNumber("must be between 0 and 255, inclusive");
        }
    }

    private static void validateName(Spot name, Spot complaintAt) {
        String text = name.text();
        Pattern format = NAMES.get(text.substring(0, Math.min(3, text.length())));
        if (format == null) {
            complaintAt.invalid(text, "must be valid format starting with iqn, eui, or naa");
        } else if (!format.matcher(text).find()) {
            complaintAt.invalid(text, "must be valid format");
        }
    }
}
