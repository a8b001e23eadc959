package dev.purser.api.kind.pod;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.SignerNames;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Locale;

/// Checks what a Pod asks a signer for, when one of its volumes holds a certificate (KEP-4317).
final class CertificateProjection {
    private static final List<String> KEY_TYPES =
            List.of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519");
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;
    private static final int SECONDS_MAX = 91 * DAY;

    private CertificateProjection() {}

    static void validate(Spot certificate) {
        SignerNames.validate(certificate.at("signerName"));
        validateAnnotations(certificate.at("userAnnotations"));
        certificate.at("keyType").requireOneOf(KEY_TYPES);
        certificate.ifGiven(
                "maxExpirationSeconds",
                seconds -> validateSeconds(seconds, certificate.text("signerName")));
    }

    private static void validateSeconds(Spot seconds, String signer) {
        if (seconds.number() < HOUR) {
            seconds.invalidNumber("if provided, maxExpirationSeconds must be >= 3600");
        }
        int most = SignerNames.isOfKubernetes(signer) ? DAY : SECONDS_MAX;
        if (seconds.number() > most) {
            seconds.invalidNumber("if provided, maxExpirationSeconds must be <= " + most);
        }
    }

    private static void validateAnnotations(Spot annotations) {
        FieldErrors errors = annotations.errors();
        String path = annotations.path();
        annotations.members((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            List<String> complaints = LabelSyntax.keyErrors(key);
            complaints.forEach(why -> errors.invalid(path, key, why));
            if (complaints.isEmpty() && key.indexOf('/') < 0) {
                errors.invalid(
                        path, key, "must be a domain-prefixed key (such as \"acme.io/foo\")");
            }
        });
        Labels.validateAnnotationSize(annotations.node(), path, errors);
    }
}
