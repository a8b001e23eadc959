package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks where a container has its volumes: directories (`ValidateVolumeMounts`) and block devices
/// (`ValidateVolumeDevices`).
///
/// Kubernetes leaves the index out of some paths; so do the complaints here.
final class MountValidation {
    private static final List<String> PROPAGATIONS =
            List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> RECURSIVE_READ_ONLY =
            List.of("Disabled", "Enabled", "IfPossible");
    private static final String UNIQUE = "must be unique";
    private static final String NAME = "name";
    private static final String MOUNT_PATH = "mountPath";
    private static final String DEVICE_PATH = "devicePath";

    private final Spot mounts;
    private final Spot devices;
    private final Map<String, JsonNode> volumes;
    private final boolean isPrivileged;

    private MountValidation(Spot container, Map<String, JsonNode> volumes) {
        this.mounts = container.at("volumeMounts");
        this.devices = container.at("volumeDevices");
        this.volumes = volumes;
        this.isPrivileged = container.at("securityContext").isTrue("privileged");
    }

    static void validate(Spot container, Map<String, JsonNode> volumes) {
        MountValidation validation = new MountValidation(container, volumes);
        validation.validateMounts();
        validation.validateDevices();
    }

    private void validateMounts() {
        Set<String> mountPaths = new HashSet<>();
        for (Spot mount : mounts.items()) {
            Spot name = mount.at(NAME);
            name.require();
            if (!volumes.containsKey(name.text())) {
                name.notFound();
            }
            Spot path = mount.at(MOUNT_PATH);
            path.require();
            if (!mountPaths.add(path.text())) {
                path.invalidText(UNIQUE);
            }
            forbidSame(name, devices, NAME, "must not already exist in volumeDevices");
            forbidSame(
                    path,
                    devices,
                    DEVICE_PATH,
                    "must not already exist as a path in volumeDevices");
            validateSubPath(mount);
            mount.ifGiven("mountPropagation", this::validatePropagation);
            validateRecursive(mount);
        }
    }

    private static void forbidSame(Spot value, Spot others, String field, String why) {
        boolean isTaken =
                others.items().stream().anyMatch(other -> other.text(field).equals(value.text()));
        if (isTaken) {
            value.invalidText(why);
        }
    }

    private void validateSubPath(Spot mount) {
        Spot subPath = mount.at("subPath");
        Spot expression = mount.at("subPathExpr");
        if (!subPath.isEmpty()) {
            FilePaths.requireDescending(subPath.under(mounts.at("subPath").path()));
        }
        if (!expression.isEmpty()) {
            if (!subPath.isEmpty()) {
                expression.invalidText("subPathExpr and subPath are mutually exclusive");
            }
            FilePaths.requireDescending(expression.under(mounts.at("subPathExpr").path()));
        }
    }

    private void validatePropagation(Spot given) {
        Spot propagation = given.under(mounts.at("mountPropagation").path());
        propagation.requireOneOf(PROPAGATIONS);
        if (propagation.text().equals("Bidirectional") && !isPrivileged) {
            propagation.forbidden(
                    "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private void validateRecursive(Spot mount) {
        Spot mode = mount.at("recursiveReadOnly").under(mounts.at("recursiveReadOnly").path());
        if (!mode.isGiven() || mode.text().equals("Disabled")) {
            return;
        }
        if (!RECURSIVE_READ_ONLY.contains(mode.text())) {
            mode.notSupported(RECURSIVE_READ_ONLY);
            return;
        }
        if (!mount.isTrue("readOnly")) {
            mode.forbidden("may only be specified when readOnly is true");
        }
        Spot propagation = mount.at("mountPropagation");
        if (propagation.isGiven() && !propagation.text().equals("None")) {
            mode.forbidden("may only be specified when mountPropagation is None or not specified");
        }
    }

    private void validateDevices() {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Spot device : devices.items()) {
            Spot name = device.at(NAME);
            name.require();
            if (names.contains(name.text())) {
                name.invalidText(UNIQUE);
            }
            validateDeviceVolume(name);
            validateDevicePath(device.at(DEVICE_PATH), paths);
            forbidSame(name, mounts, NAME, "must not already exist in volumeMounts");
            forbidSame(
                    device.at(DEVICE_PATH),
                    mounts,
                    MOUNT_PATH,
                    "must not already exist as a path in volumeMounts");
            if (!name.isEmpty()) {
                names.add(name.text());
            }
        }
    }

    private void validateDeviceVolume(Spot name) {
        JsonNode volume = volumes.get(name.text());
        if (volume == null) {
            name.notFound();
        } else if (!volume.hasNonNull("persistentVolumeClaim") && !volume.hasNonNull("ephemeral")) {
            name.invalidText(
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for"
                            + " block mode");
        }
    }

    private static void validateDevicePath(Spot path, Set<String> taken) {
        path.require();
        if (taken.contains(path.text())) {
            path.invalidText(UNIQUE);
        }
        if (FilePaths.hasBacksteps(path.text())) {
            path.invalidText("can not contain backsteps ('..')");
        } else {
            taken.add(path.text());
        }
    }
}
