package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Checks the volumes of a Pod (`ValidateVolumes`). Each has exactly one source.
final class VolumeValidation {
    private static final String NAME = "name";
    private static final String TOO_MANY = "may not specify more than 1 volume type";
    private static final int ISCSI_LABEL_MAX = 64;

    /// The sources in the order in which Kubernetes looks for them; the first one counts.
    private final List<Source> sources;

    /// @param type the field of the volume
    /// @param shown what the field is called in most messages, which are older than some fields
    /// @param refused what it is called when there is another source already
    private record Source(String type, String shown, String refused, Consumer<Spot> check) {
        static Source of(String type, Consumer<Spot> check) {
            return new Source(type, type, type, check);
        }

        Source shown(String other) {
            return new Source(type, other, refused, check);
        }

        Source refused(String other) {
            return new Source(type, shown, other, check);
        }
    }

    VolumeValidation(GoForm goForm) {
        ProjectionValidation projections = new ProjectionValidation(goForm);
        this.sources =
                List.of(
                        Source.of("emptyDir", LocalVolumes::validateEmptyDir),
                        Source.of("hostPath", LocalVolumes::validateHostPath),
                        Source.of("gitRepo", RemoteVolumes::validateGitRepo),
                        Source.of("gcePersistentDisk", CloudVolumes::validateGceDisk)
                                .shown("persistentDisk"),
                        Source.of("awsElasticBlockStore", CloudVolumes::validateAwsDisk),
                        Source.of("secret", LocalVolumes::validateSecret),
                        Source.of("nfs", RemoteVolumes::validateNfs),
                        Source.of("iscsi", IscsiVolumes::validate),
                        Source.of("glusterfs", RemoteVolumes::validateGluster),
                        Source.of("flocker", RemoteVolumes::validateFlocker),
                        Source.of(
                                "persistentVolumeClaim", claim -> claim.at("claimName").require()),
                        Source.of("rbd", RemoteVolumes::validateRbd),
                        Source.of("cinder", CloudVolumes::validateCinder),
                        Source.of("cephfs", ceph -> ceph.at("monitors").require())
                                .refused("cephFS"),
                        Source.of("quobyte", RemoteVolumes::validateQuobyte),
                        Source.of("downwardAPI", LocalVolumes::validateDownward)
                                .refused("downwarAPI"),
                        Source.of("fc", RemoteVolumes::validateFibreChannel),
                        Source.of("flexVolume", RemoteVolumes::validateFlex),
                        Source.of("configMap", LocalVolumes::validateConfigMap),
                        Source.of("azureFile", CloudVolumes::validateAzureFile),
                        Source.of("vsphereVolume", volume -> volume.at("volumePath").require()),
                        Source.of("photonPersistentDisk", disk -> disk.at("pdID").require()),
                        Source.of("portworxVolume", volume -> volume.at("volumeID").require()),
                        Source.of("azureDisk", CloudVolumes::validateAzureDisk),
                        Source.of("storageos", RemoteVolumes::validateStorageOs),
                        Source.of("projected", projections::validate),
                        Source.of("scaleIO", RemoteVolumes::validateScaleIo),
                        Source.of("csi", RemoteVolumes::validateCsi),
                        Source.of("ephemeral", EphemeralVolumes::validate),
                        Source.of("image", LocalVolumes::validateImage));
    }

    /// Checks all volumes.
    ///
    /// @return those that are right, by name; mounts and devices refer to them
    Map<String, JsonNode> validate(Spot volumes, SpecOwner owner) {
        Map<String, JsonNode> valid = new HashMap<>();
        Set<String> claims = EphemeralVolumes.claims(volumes, owner);
        for (Spot volume : volumes.items()) {
            FieldErrors found = new FieldErrors();
            validateVolume(volume.into(found), owner, valid.keySet());
            found.list().forEach(volumes.errors()::add);
            if (found.isEmpty()) {
                valid.put(volume.text(NAME), volume.node());
            }
            Spot claim = volume.at("persistentVolumeClaim").at("claimName");
            if (claims.contains(claim.text())) {
                claim.invalidText(
                        "must not reference a PVC that gets created for an ephemeral volume");
            }
        }
        return valid;
    }

    private void validateVolume(Spot volume, SpecOwner owner, Set<String> names) {
        validateSource(volume, owner);
        Spot name = volume.at(NAME);
        if (name.require()) {
            name.complain(Names::labelErrors);
        }
        if (names.contains(name.text())) {
            name.duplicate();
        }
    }

    private void validateSource(Spot volume, SpecOwner owner) {
        Optional<Source> first = Optional.empty();
        for (Source source : sources) {
            if (!volume.has(source.type())) {
                continue;
            }
            if (first.isPresent()) {
                volume.at(source.refused()).forbidden(TOO_MANY);
            } else {
                first = Optional.of(source);
                Spot given = volume.at(source.type());
                source.check().accept(given.under(volume.at(source.shown()).path()));
            }
            validateNameFor(source.type(), volume, owner);
        }
        if (first.isEmpty()) {
            volume.required("must specify a volume type");
        }
    }

    /// Some sources make something of the name of their volume.
    private static void validateNameFor(String type, Spot volume, SpecOwner owner) {
        Spot name = volume.at(NAME);
        if (type.equals("iscsi")) {
            String label = name.text() + ":" + volume.at(type).text("targetPortal");
            if (volume.at(type).has("initiatorName") && label.length() > ISCSI_LABEL_MAX) {
                name.invalidText(
                        "Total length of <volume name>:<iscsi.targetPortal> must be under 64"
                                + " characters if iscsi.initiatorName is specified.");
            }
        } else if (type.equals("ephemeral")) {
            EphemeralVolumes.validateClaimName(name, owner);
        }
    }
}
