package dev.purser.api.kind.certificate;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.function.Function;

/// Names of signers: `example.com/signer`.
final class SignerName {
    private static final int DOMAIN_MAX = 253;
    private static final int NAME_MAX = DOMAIN_MAX + 1 + 253 + 63 + 1;

    private SignerName() {}

    static void validate(String name, String path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        String[] segments = name.split("/", -1);
        if (segments.length != 2) {
            errors.invalid(
                    path,
                    name,
                    "must be a fully qualified domain and path of the form"
                            + " 'example.com/signer-name'");
            return;
        }
        String domain = segments[0];
        if (domain.length() > DOMAIN_MAX) {
            errors.tooLong(path, DOMAIN_MAX);
        }
        validateLabels(domain, Names::labelErrors, path, errors);
        if (!domain.contains(".")) {
            errors.invalid(
                    path,
                    domain,
                    "should be a domain with at least two segments separated by dots");
        }
        validateLabels(segments[1], Names::subdomainErrors, path, errors);
        if (name.length() > NAME_MAX) {
            errors.tooLong(path, NAME_MAX);
        }
    }

    /// Complains about the first bad label only; the others would say the same.
    private static void validateLabels(
            String segment, Function<String, List<String>> rule, String path, FieldErrors errors) {
        for (String label : segment.split("\\.", -1)) {
            List<String> complaints = rule.apply(label);
            if (!complaints.isEmpty()) {
                complaints.forEach(why ->
                        errors.invalid(
                                path,
                                segment,
                                "validating label \"%s\": %s".formatted(label, why)));
                return;
            }
        }
    }
}
