package dev.purser.api.kind.certificate;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// ClusterTrustBundles (KEP-3257): certificates to trust, perhaps those of one signer, whose name
/// is then the beginning of the bundle's.
final class TrustBundleRules implements KindRules {
    private static final String SIGNER = "signerName";
    private static final String BUNDLE = "trustBundle";
    private static final int BYTES_MAX = 1024 * 1024;

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        nameComplaints(object.name(), Trees.text(object.spec(), SIGNER))
                .forEach(why -> errors.invalid("metadata.name", object.name(), why));
        validateSigner(object, errors);
        validateBundle(object, errors);
    }

    private static void validateSigner(KubeObject object, FieldErrors errors) {
        String signer = Trees.text(object.spec(), SIGNER);
        if (!signer.isEmpty()) {
            SignerName.validate(signer, "spec." + SIGNER, errors);
        }
    }

    private static List<String> nameComplaints(String name, String signer) {
        if (signer.isEmpty()) {
            return name.contains(":")
                    ? List.of(
                            "ClusterTrustBundle without signer name must not have \":\" in its"
                                    + " name")
                    : Names.subdomainErrors(name);
        }
        String prefix = signer.replace('/', ':') + ":";
        return name.startsWith(prefix)
                ? Names.subdomainErrors(name.substring(prefix.length()))
                : List.of(
                        "ClusterTrustBundle for signerName %s must be named with prefix %s"
                                .formatted(signer, prefix));
    }

    private static void validateBundle(KubeObject object, FieldErrors errors) {
        String path = "spec." + BUNDLE;
        String bundle = Trees.text(object.spec(), BUNDLE);
        if (bundle.length() > BYTES_MAX) {
            errors.tooLong(path, BYTES_MAX);
            return;
        }
        PemCertificates.bundleComplaints(bundle)
                .forEach(why -> errors.invalid(path, "<value omitted>", why));
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateSigner(object, errors);
        if (!object.spec().path(BUNDLE).equals(old.spec().path(BUNDLE))) {
            validateBundle(object, errors);
        }
        if (!object.spec().path(SIGNER).equals(old.spec().path(SIGNER))) {
            errors.invalid(
                    "spec." + SIGNER, Trees.text(object.spec(), SIGNER), "field is immutable");
        }
    }

    /// Kubernetes does not select these by their namespace, which is always empty.
    @Override
    public Set<String> commonFields() {
        return Set.of("metadata.name");
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of("spec." + SIGNER, Trees.text(object.spec(), SIGNER));
    }
}
