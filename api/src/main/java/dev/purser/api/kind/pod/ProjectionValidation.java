package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.SignerNames;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks projected volumes, which gather files from several sources under one directory.
final class ProjectionValidation {
    private static final long TOKEN_SECONDS_MIN = 600;
    private static final long TOKEN_SECONDS_MAX = 1L << 32;
    private static final List<String> TYPES =
            List.of(
                    "secret",
                    "configMap",
                    "downwardAPI",
                    "serviceAccountToken",
                    "clusterTrustBundle",
                    "podCertificate");
    private static final String BUNDLE_TYPE = "io.k8s.api.core.v1.ClusterTrustBundleProjection";
    private static final String PATH = "path";

    private final GoForm goForm;

    ProjectionValidation(GoForm goForm) {
        this.goForm = goForm;
    }

    /// The paths that sources have taken so far, under the volume they belong to.
    private record Taken(Spot volume, Set<String> paths) {
        void claim(String path, String shown) {
            if (!paths.add(path)) {
                volume.invalid(shown, "conflicting duplicate paths");
            }
        }

        void claim(Spot path) {
            claim(path.text(), path.text());
        }
    }

    void validate(Spot projected) {
        VolumeFiles.validateMode(projected.at("defaultMode"));
        Taken taken = new Taken(projected, new HashSet<>());
        for (Spot source : projected.items("sources")) {
            List<String> given = TYPES.stream().filter(source::has).toList();
            given.forEach(type -> validateSource(type, source.at(type), taken));
            if (given.size() > 1) {
                source.forbidden("may not specify more than 1 volume type per source");
            }
        }
    }

    private void validateSource(String type, Spot source, Taken taken) {
        switch (type) {
            case "secret", "configMap" -> validateKeys(source, taken);
            case "downwardAPI" -> validateDownward(source, taken);
            case "serviceAccountToken" -> validateToken(source, taken);
            case "clusterTrustBundle" -> validateBundle(source, taken);
            default -> validateCertificate(source, taken);
        }
    }

    private static void validateKeys(Spot source, Taken taken) {
        source.at("name").require();
        for (Spot item : source.items("items")) {
            VolumeFiles.validateKeyFile(item);
            if (!item.text(PATH).isEmpty()) {
                taken.claim(item.text(PATH), source.text("name"));
            }
        }
    }

    private static void validateDownward(Spot source, Taken taken) {
        for (Spot item : source.items("items")) {
            VolumeFiles.validateDownwardFile(item.under(source.path()));
            if (!item.text(PATH).isEmpty()) {
                taken.claim(item.at(PATH));
            }
        }
    }

    private static void validateToken(Spot token, Taken taken) {
        Spot seconds = token.at("expirationSeconds");
        if (!seconds.isGiven()) {
            seconds.required();
        } else if (seconds.number() < TOKEN_SECONDS_MIN) {
            seconds.invalidNumber("may not specify a duration less than 10 minutes");
        } else if (seconds.number() > TOKEN_SECONDS_MAX) {
            seconds.invalidNumber("may not specify a duration larger than 2^32 seconds");
        }
        // Kubernetes names the volume instead of the source.
        Spot path = token.at(PATH).under(taken.volume().at(PATH).path());
        if (path.require()) {
            FilePaths.requireLocal(path);
        }
    }

    private void validateBundle(Spot bundle, Taken taken) {
        Spot name = bundle.at("name");
        Spot signer = bundle.at("signerName");
        if (name.isGiven() && signer.isGiven()) {
            bundle.errors()
                    .invalidShown(
                            bundle.path(),
                            goForm.compact(bundle.node(), BUNDLE_TYPE),
                            "only one of name and signerName may be used");
        } else if (name.isGiven()) {
            validateBundleName(name);
            bundle.ifGiven(
                    "labelSelector",
                    selector ->
                            selector.invalid("labelSelector must be unset if name is specified"));
        } else if (signer.isGiven()) {
            if (signer.isEmpty()) {
                signer.required("must be a valid signer name");
            }
            SignerNames.validate(signer);
            Spot selector = bundle.at("labelSelector");
            Labels.validateSelector(selector.node(), selector.path(), selector.errors());
        } else {
            bundle.required("either name or signerName must be specified");
        }
        Spot path = bundle.at(PATH);
        path.require();
        FilePaths.requireLocal(path);
        taken.claim(path);
    }

    /// A bundle of a signer bears the signer's name before its own: `example.com:mine:bundle`.
    private static void validateBundleName(Spot name) {
        if (name.isEmpty()) {
            name.required("must be a valid object name");
        }
        String own = name.text().substring(name.text().lastIndexOf(':') + 1);
        Names.subdomainErrors(own)
                .forEach(why -> name.invalidText("not a valid clustertrustbundlename: " + why));
    }

    private static void validateCertificate(Spot certificate, Taken taken) {
        CertificateProjection.validate(certificate);
        List<Spot> paths =
                List.of("credentialBundlePath", "keyPath", "certificateChainPath").stream()
                        .map(certificate::at)
                        .filter(path -> !path.isEmpty())
                        .toList();
        for (Spot path : paths) {
            FilePaths.requireLocal(path);
            taken.claim(path);
        }
        if (paths.isEmpty()) {
            certificate.required(
                    "specify at least one of credentialBundlePath, keyPath, and"
                            + " certificateChainPath");
        }
    }
}
