package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Defaults and checks of what backs a PersistentVolume: mostly what backs volumes of Pods, with
/// references to Secrets that name their namespace.
public final class PersistentSources {
    private static final String TOO_MANY = "may not specify more than 1 volume type";
    private static final int DRIVER_MAX = 63;
    private static final int ISCSI_LABEL_MAX = 64;
    private static final List<String> SECRETS =
            List.of(
                    "controllerPublishSecretRef",
                    "controllerExpandSecretRef",
                    "nodePublishSecretRef",
                    "nodeExpandSecretRef");

    /// @param type the field of the spec
    /// @param shown what the field is called in messages
    private record Source(String type, String shown, Consumer<Spot> check) {
        static Source of(String type, Consumer<Spot> check) {
            return new Source(type, type, check);
        }
    }

    private static final List<Source> SOURCES =
            List.of(
                    Source.of("hostPath", LocalVolumes::validateHostPath),
                    new Source(
                            "gcePersistentDisk", "persistentDisk", CloudVolumes::validateGceDisk),
                    Source.of("awsElasticBlockStore", CloudVolumes::validateAwsDisk),
                    Source.of("glusterfs", PersistentSources::validateGluster),
                    Source.of("flocker", RemoteVolumes::validateFlocker),
                    Source.of("nfs", RemoteVolumes::validateNfs),
                    Source.of("rbd", RemoteVolumes::validateRbd),
                    Source.of("quobyte", RemoteVolumes::validateQuobyte),
                    Source.of("cephfs", ceph -> ceph.at("monitors").require()),
                    Source.of("iscsi", IscsiVolumes::validatePersistent),
                    Source.of("cinder", PersistentSources::validateCinder),
                    Source.of("fc", RemoteVolumes::validateFibreChannel),
                    Source.of("flexVolume", RemoteVolumes::validateFlex),
                    Source.of("azureFile", PersistentSources::validateAzureFile),
                    Source.of("vsphereVolume", volume -> volume.at("volumePath").require()),
                    Source.of("photonPersistentDisk", disk -> disk.at("pdID").require()),
                    Source.of("portworxVolume", volume -> volume.at("volumeID").require()),
                    Source.of("azureDisk", CloudVolumes::validateAzureDisk),
                    Source.of("scaleIO", RemoteVolumes::validateScaleIo),
                    Source.of("local", PersistentSources::validateLocal),
                    Source.of("storageos", PersistentSources::validateStorageOs),
                    Source.of("csi", PersistentSources::validateCsi));

    private PersistentSources() {}

    /// The fields that say what backs a volume.
    public static Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        SOURCES.forEach(source -> fields.add(source.type()));
        return fields;
    }

    public static void setDefaults(ObjectNode spec) {
        Trees.object(spec, "hostPath")
                .filter(path -> !Trees.has(path, "type"))
                .ifPresent(path -> path.put("type", ""));
        VolumeDefaults.applyToRemote(spec);
    }

    /// Checks that there is one source, and that it is right.
    ///
    /// @param volume the name of the volume
    public static void validate(Spot spec, String volume) {
        int count = 0;
        for (Source source : SOURCES) {
            if (!spec.has(source.type())) {
                continue;
            }
            boolean isFirst = count++ == 0;
            if (isFirst || source.type().equals("flexVolume")) {
                Spot given = spec.at(source.type());
                source.check().accept(given.under(spec.at(source.shown()).path()));
            } else {
                String field = source.type().equals("cephfs") ? "cephFS" : source.type();
                spec.at(field).forbidden(TOO_MANY);
            }
        }
        if (count == 0) {
            spec.required("must specify a volume type");
        }
        spec.ifGiven("iscsi", iscsi -> validateLabel(iscsi, volume));
        boolean isLocal = count == 1 && spec.has("local");
        if (isLocal && !spec.has("nodeAffinity")) {
            spec.at("nodeAffinity").required("Local volume requires node affinity");
        }
    }

    private static void validateLabel(Spot iscsi, String volume) {
        String label = volume + ":" + iscsi.text("targetPortal");
        if (iscsi.has("initiatorName") && label.length() > ISCSI_LABEL_MAX) {
            iscsi.at("targetportal")
                    .invalid(
                            iscsi.text("targetPortal"),
                            "Total length of <volume name>:<iscsi.targetPortal> must be under 64"
                                    + " characters if iscsi.initiatorName is specified.");
        }
    }

    private static void validateGluster(Spot gluster) {
        RemoteVolumes.validateGluster(gluster);
        gluster.ifGiven(
                "endpointsNamespace",
                namespace -> {
                    if (namespace.isEmpty()) {
                        namespace.invalidText(
                                "if the endpointnamespace is set, it must be a valid namespace"
                                        + " name");
                    } else {
                        namespace.complain(Names::labelErrors);
                    }
                });
    }

    private static void validateCinder(Spot cinder) {
        cinder.at("volumeID").require();
        cinder.ifGiven("secretRef", PersistentSources::requireNames);
    }

    private static void requireNames(Spot secret) {
        secret.at("name").require();
        secret.at("namespace").require();
    }

    private static void validateAzureFile(Spot share) {
        CloudVolumes.validateAzureFile(share);
        share.ifGiven("secretNamespace", namespace -> namespace.require());
    }

    private static void validateLocal(Spot local) {
        Spot path = local.at("path");
        if (path.require()) {
            FilePaths.forbidBacksteps(path);
        }
    }

    private static void validateStorageOs(Spot storage) {
        RemoteVolumes.validateStorageOs(storage);
        storage.ifGiven("secretRef", secret -> secret.at("namespace").require());
    }

    private static void validateCsi(Spot csi) {
        Spot driver = csi.at("driver");
        if (driver.require()) {
            if (driver.text().length() > DRIVER_MAX) {
                driver.errors().tooLong(driver.path(), DRIVER_MAX);
            }
            driver.complain(name -> Names.subdomainErrors(name.toLowerCase(Locale.ROOT)));
        }
        csi.at("volumeHandle").require();
        for (String field : SECRETS) {
            csi.ifGiven(
                    field,
                    secret -> {
                        Spot name = secret.at("name");
                        if (name.require()) {
                            name.complain(Names::subdomainErrors);
                        }
                        Spot namespace = secret.at("namespace");
                        if (namespace.require()) {
                            namespace.complain(Names::labelErrors);
                        }
                    });
        }
    }
}
