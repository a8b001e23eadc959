package dev.purser.api.kind.pod;

import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.Locale;
import java.util.regex.Pattern;

/// Checks volumes of storage systems. Most of them are gone from Kubernetes, and their fields have
/// stayed.
final class RemoteVolumes {
    private static final int DRIVER_MAX = 63;
    private static final int TENANT_MAX = 64;
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("([^:\\[\\]]*|\\[[^\\[\\]]*\\]):[^:\\[\\]]*");

    private RemoteVolumes() {}

    static void validateGitRepo(Spot repository) {
        repository.at("repository").require();
        FilePaths.requireDescending(repository.at("directory"));
    }

    static void validateNfs(Spot nfs) {
        nfs.at("server").require();
        Spot path = nfs.at("path");
        path.require();
        if (!path.text().startsWith("/")) {
            path.invalidText("must be an absolute path");
        }
    }

    static void validateGluster(Spot gluster) {
        gluster.at("endpoints").require();
        gluster.at("path").require();
    }

    static void validateFlocker(Spot flocker) {
        Spot name = flocker.at("datasetName");
        boolean hasId = !flocker.at("datasetUUID").isEmpty();
        if (name.isEmpty() && !hasId) {
            flocker.required("one of datasetName and datasetUUID is required");
        }
        if (!name.isEmpty() && hasId) {
            flocker.invalid(
                    "resource", "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (name.text().contains("/")) {
            name.invalidText("must not contain '/'");
        }
    }

    static void validateRbd(Spot rbd) {
        rbd.at("monitors").require();
        rbd.at("image").require();
    }

    static void validateQuobyte(Spot quobyte) {
        String rule = "must be a host:port pair or multiple pairs separated by commas";
        Spot registry = quobyte.at("registry");
        Spot tenant = quobyte.at("tenant");
        if (registry.isEmpty()) {
            registry.required(rule);
        } else if (tenant.text().length() > TENANT_MAX) {
            tenant.required("must be a UUID and may not exceed a length of 64 characters");
        } else {
            for (String pair : registry.text().split(",", -1)) {
                if (!HOST_AND_PORT.matcher(pair).matches()) {
                    registry.invalidText(rule);
                }
            }
        }
        quobyte.at("volume").require();
    }

    static void validateFibreChannel(Spot channel) {
        Spot names = channel.at("targetWWNs");
        Spot ids = channel.at("wwids");
        if (names.isEmpty() && ids.isEmpty()) {
            names.required("must specify either targetWWNs or wwids, but not both");
        }
        if (!names.isEmpty() && !ids.isEmpty()) {
            names.invalid("targetWWNs and wwids can not be specified simultaneously");
        }
        Spot lun = channel.at("lun");
        if (!names.isEmpty() && !lun.isGiven()) {
            lun.required("lun is required if targetWWNs is specified");
        } else if (!names.isEmpty()) {
            IscsiVolumes.validateUnit(lun);
        }
    }

    static void validateFlex(Spot flex) {
        flex.at("driver").require();
        flex.at("options")
                .members((key, option) -> {
                    int slash = key.indexOf('/');
                    String owner = slash < 0 ? key : key.substring(0, slash);
                    String domain = "." + owner.toLowerCase(Locale.ROOT);
                    if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
                        option.invalid(key, "kubernetes.io and k8s.io namespaces are reserved");
                    }
                });
    }

    static void validateStorageOs(Spot storage) {
        Spot name = storage.at("volumeName");
        if (name.require()) {
            name.complain(Names::labelErrors);
        }
        Spot namespace = storage.at("volumeNamespace");
        if (!namespace.isEmpty()) {
            namespace.complain(Names::labelErrors);
        }
        storage.ifGiven("secretRef", secret -> secret.at("name").require());
    }

    static void validateScaleIo(Spot scaleIo) {
        scaleIo.at("gateway").require();
        scaleIo.at("system").require();
        scaleIo.at("volumeName").require();
    }

    static void validateCsi(Spot csi) {
        Spot driver = csi.at("driver");
        if (driver.require()) {
            if (driver.text().length() > DRIVER_MAX) {
                driver.errors().tooLong(driver.path(), DRIVER_MAX);
            }
            driver.complain(name -> Names.subdomainErrors(name.toLowerCase(Locale.ROOT)));
        }
        csi.ifGiven(
                "nodePublishSecretRef",
                secret -> {
                    Spot name = secret.at("name");
                    if (name.require()) {
                        name.under(csi.at("name").path()).complain(Names::subdomainErrors);
                    }
                });
    }
}
