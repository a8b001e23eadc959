package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;

/// Checks the files that volumes make: where they lie, what is in them, and their modes.
final class VolumeFiles {
    private static final int MODE_MAX = 0x1FF;

    private VolumeFiles() {}

    static void validateMode(Spot mode) {
        if (mode.number() < 0 || mode.number() > MODE_MAX) {
            mode.invalidNumber("must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /// A file made from a key of a ConfigMap or Secret.
    static void validateKeyFile(Spot item) {
        item.at("key").require();
        validateLocation(item);
        validateMode(item.at("mode"));
    }

    private static void validateLocation(Spot item) {
        Spot path = item.at("path");
        path.require();
        FilePaths.requireLocal(path);
    }

    /// A file made from what the Pod knows about itself.
    static void validateDownwardFile(Spot item) {
        validateLocation(item);
        if (item.has("fieldRef")) {
            DownwardValidation.validateField(item.at("fieldRef"), DownwardValidation.Use.VOLUME);
            if (item.has("resourceFieldRef")) {
                item.invalid(
                        "resource",
                        "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (item.has("resourceFieldRef")) {
            DownwardValidation.validateResource(
                    item.at("resourceFieldRef"), DownwardValidation.Use.VOLUME);
        } else {
            item.required("one of fieldRef and resourceFieldRef is required");
        }
        validateMode(item.at("mode"));
    }
}
