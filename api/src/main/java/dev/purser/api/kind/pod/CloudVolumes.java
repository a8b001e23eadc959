package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks disks and shares of cloud providers.
final class CloudVolumes {
    private static final List<String> CACHING_MODES = List.of("None", "ReadOnly", "ReadWrite");
    private static final List<String> DISK_KINDS = List.of("Dedicated", "Managed", "Shared");
    private static final List<String> MANAGED_URI =
            List.of(
                    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute"
                            + "/disks/{disk-id}");
    private static final List<String> BLOB_URI =
            List.of(
                    "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
    private static final int PARTITION_MAX = 255;

    private CloudVolumes() {}

    static void validateGceDisk(Spot disk) {
        disk.at("pdName").require();
        validatePartition(disk);
    }

    static void validateAwsDisk(Spot disk) {
        disk.at("volumeID").require();
        validatePartition(disk);
    }

    private static void validatePartition(Spot disk) {
        Spot partition = disk.at("partition");
        if (partition.number() < 0 || partition.number() > PARTITION_MAX) {
            partition.invalidNumber("must be between 1 and 255, inclusive");
        }
    }

    static void validateCinder(Spot cinder) {
        cinder.at("volumeID").require();
        cinder.ifGiven("secretRef", secret -> secret.at("name").require());
    }

    static void validateAzureFile(Spot share) {
        share.at("secretName").require();
        share.at("shareName").require();
    }

    static void validateAzureDisk(Spot disk) {
        Spot uri = disk.at("diskURI");
        disk.at("diskName").require();
        uri.require();
        disk.ifGiven("cachingMode", mode -> mode.requireOneOf(CACHING_MODES));
        disk.ifGiven(
                "kind",
                kind -> {
                    kind.requireOneOf(DISK_KINDS);
                    boolean isManaged = kind.text().equals("Managed");
                    if (!uri.text().startsWith(isManaged ? "/subscriptions/" : "https://")) {
                        uri.notSupported(isManaged ? MANAGED_URI : BLOB_URI);
                    }
                });
    }
}
