package dev.purser.api.table;

import java.util.List;
import java.util.Map;

/// Volumes, their claims and classes, and storage drivers.
final class StoragePrinters {
    private static final String OLD_CLASS =
            "/metadata/annotations/volume.beta.kubernetes.io~1storage-class";

    private StoragePrinters() {}

    static Map<String, RowPrinter> all() {
        return Map.of(
                "PersistentVolume", StoragePrinters::volume,
                "PersistentVolumeClaim", StoragePrinters::claim,
                "StorageClass", StoragePrinters::storageClass,
                "CSIDriver", StoragePrinters::driver,
                "CSINode", row -> row.addName().add(row.at("/spec/drivers").size()).addAge(),
                "VolumeAttachment", StoragePrinters::attachment,
                "VolumeAttributesClass",
                        row -> row.addName().add(row.text("/driverName")).addAge());
    }

    private static String phase(Row row) {
        return row.object().deletionTimestamp().isPresent()
                ? "Terminating"
                : row.text("/status/phase");
    }

    private static void volume(Row row) {
        String claim =
                row.at("/spec/claimRef").isObject()
                        ? row.text("/spec/claimRef/namespace")
                                + "/"
                                + row.text("/spec/claimRef/name")
                        : "";
        row.addName()
                .add(row.text("/spec/capacity/storage"))
                .add(Texts.accessModes(row.at("/spec/accessModes")))
                .add(row.text("/spec/persistentVolumeReclaimPolicy"))
                .add(phase(row))
                .add(claim)
                .add(row.text(OLD_CLASS, row.text("/spec/storageClassName")))
                .add(row.text("/spec/volumeAttributesClassName", Texts.UNSET))
                .add(row.text("/status/reason"))
                .addAge()
                .add(row.text("/spec/volumeMode", Texts.UNSET));
    }

    private static void claim(Row row) {
        boolean bound = !row.text("/spec/volumeName").isEmpty();
        row.addName()
                .add(phase(row))
                .add(row.text("/spec/volumeName"))
                .add(bound ? row.text("/status/capacity/storage") : "")
                .add(bound ? Texts.accessModes(row.at("/status/accessModes")) : "")
                .add(row.text(OLD_CLASS, row.text("/spec/storageClassName")))
                .add(row.text("/spec/volumeAttributesClassName", Texts.UNSET))
                .addAge()
                .add(row.text("/spec/volumeMode", Texts.UNSET));
    }

    private static void storageClass(Row row) {
        String isDefault =
                row.object()
                        .annotations()
                        .getOrDefault("storageclass.kubernetes.io/is-default-class", "");
        row.add(row.object().name() + (isDefault.equals("true") ? " (default)" : ""))
                .add(row.text("/provisioner"))
                .add(row.text("/reclaimPolicy", "Delete"))
                .add(row.text("/volumeBindingMode", "Immediate"))
                .add(row.at("/allowVolumeExpansion").asBoolean(false))
                .addAge();
    }

    private static void driver(Row row) {
        List<String> modes = row.texts("/spec/volumeLifecycleModes");
        String audiences = Texts.joined(row.at("/spec/tokenRequests"), "audience");
        row.addName()
                .add(row.at("/spec/attachRequired").asBoolean(true))
                .add(row.at("/spec/podInfoOnMount").asBoolean(false))
                .add(row.at("/spec/storageCapacity").asBoolean(false))
                .add(row.at("/spec/tokenRequests").isEmpty() ? Texts.UNSET : audiences)
                .add(row.at("/spec/requiresRepublish").asBoolean(false))
                .add(modes.isEmpty() ? Texts.NONE : String.join(",", modes))
                .addAge();
    }

    private static void attachment(Row row) {
        row.addName()
                .add(row.text("/spec/attacher"))
                .add(row.text("/spec/source/persistentVolumeName"))
                .add(row.text("/spec/nodeName"))
                .add(row.at("/status/attached").asBoolean(false))
                .addAge();
    }
}
