package dev.purser.api.kind.pod;

import dev.purser.api.quantity.Quantity;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks volumes that come from the API or from the node itself.
final class LocalVolumes {
    static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");

    private static final List<String> HOST_PATH_TYPES =
            List.of(
                    "",
                    "BlockDevice",
                    "CharDevice",
                    "Directory",
                    "DirectoryOrCreate",
                    "File",
                    "FileOrCreate",
                    "Socket");

    private LocalVolumes() {}

    static void validateEmptyDir(Spot directory) {
        directory.ifGiven(
                "sizeLimit",
                limit -> {
                    if (Quantity.parse(limit.text()).signum() < 0) {
                        limit.forbidden("SizeLimit field must be a valid resource quantity");
                    }
                });
    }

    static void validateHostPath(Spot hostPath) {
        Spot path = hostPath.at("path");
        if (path.require()) {
            FilePaths.forbidBacksteps(path);
            hostPath.at("type").requireOneOf(HOST_PATH_TYPES);
        }
    }

    static void validateSecret(Spot secret) {
        secret.at("secretName").require();
        validateKeyFiles(secret);
    }

    static void validateConfigMap(Spot configMap) {
        configMap.at("name").require();
        validateKeyFiles(configMap);
    }

    private static void validateKeyFiles(Spot source) {
        VolumeFiles.validateMode(source.at("defaultMode"));
        source.items("items").forEach(VolumeFiles::validateKeyFile);
    }

    static void validateDownward(Spot downward) {
        VolumeFiles.validateMode(downward.at("defaultMode"));
        // Kubernetes names the list's owner instead of the item.
        downward.items("items")
                .forEach(item -> VolumeFiles.validateDownwardFile(item.under(downward.path())));
    }

    static void validateImage(Spot image) {
        image.at("reference").require();
        image.at("pullPolicy").requireGivenOneOf(PULL_POLICIES);
    }
}
