package dev.purser.api.validation;

import java.util.List;
import java.util.function.Function;

/// Names of those who sign certificates: a domain, a slash, and a path of dotted names.
public final class SignerNames {
    private static final int DOMAIN_MAX = 253;
    private static final int LENGTH_MAX = 571;

    private SignerNames() {}

    /// Whether the name is one that the Kubernetes project keeps for itself.
    public static boolean isOfKubernetes(String signer) {
        int slash = signer.indexOf('/');
        String domain = slash < 0 ? signer : signer.substring(0, slash);
        return domain.equals("kubernetes.io") || domain.endsWith(".kubernetes.io");
    }

    public static void validate(Spot name) {
        if (!name.require()) {
            return;
        }
        String[] segments = name.text().split("/", -1);
        if (segments.length != 2) {
            name.invalidText(
                    "must be a fully qualified domain and path of the form"
                            + " 'example.com/signer-name'");
            return;
        }
        String domain = segments[0];
        if (domain.length() > DOMAIN_MAX) {
            name.errors().tooLong(name.path(), DOMAIN_MAX);
        }
        validateLabels(name, domain, Names::labelErrors);
        if (!domain.contains(".")) {
            name.invalid(domain, "should be a domain with at least two segments separated by dots");
        }
        validateLabels(name, segments[1], Names::subdomainErrors);
        if (name.text().length() > LENGTH_MAX) {
            name.errors().tooLong(name.path(), LENGTH_MAX);
        }
    }

    /// Complains about the first label that breaks the rule, and about no other.
    private static void validateLabels(
            Spot name, String segment, Function<String, List<String>> rule) {
        for (String label : segment.split("\\.", -1)) {
            List<String> complaints = rule.apply(label);
            if (!complaints.isEmpty()) {
                complaints.forEach(why ->
                        name.invalid(segment, "validating label \"%s\": %s".formatted(label, why)));
                return;
            }
        }
    }
}
