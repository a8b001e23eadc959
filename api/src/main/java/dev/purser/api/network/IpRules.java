package dev.purser.api.network;

import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Kubernetes' checks of addresses and networks, and its warnings about spellings.
///
/// Fields that are older than the strict rules are checked leniently: any spelling of IPv6 will do,
/// and what an object had before an update stays valid, which is the caller's part.
public final class IpRules {
    private IpRules() {}

    /// Checks an address in an old field.
    public static void validate(String text, String path, FieldErrors errors) {
        errors(text).forEach(why -> errors.invalid(path, text, why));
    }

    /// What is wrong with an address in an old field.
    public static List<String> errors(String text) {
        return IpAddress.parse(text)
                .map(address ->
                        switch (address.spelling()) {
                            case PLAIN -> List.<String>of();
                            case LEADING_ZEROS -> List.of("must not have leading 0s");
                            case MAPPED -> List.of("must not be an IPv4-mapped IPv6 address");
                        })
                .orElse(List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }

    /// What is wrong with an address in a new field, which has one spelling only.
    public static List<String> canonicalErrors(String text) {
        List<String> complaints = errors(text);
        if (!complaints.isEmpty()) {
            return complaints;
        }
        return IpAddress.parse(text)
                .filter(address -> !address.toString().equals(text))
                .map(address -> List.of(canonical(address)))
                .orElse(List.of());
    }

    /// Checks a network in an old field.
    public static void validateNetwork(String text, String path, FieldErrors errors) {
        networkErrors(text).forEach(why -> errors.invalid(path, text, why));
    }

    /// Checks a network in a new field, which has one spelling only.
    public static void validateCanonicalNetwork(String text, String path, FieldErrors errors) {
        List<String> complaints = networkErrors(text);
        complaints.forEach(why -> errors.invalid(path, text, why));
        IpNetwork.parse(text)
                .filter(network -> complaints.isEmpty() && !network.toString().equals(text))
                .ifPresent(network -> errors.invalid(path, text, canonical(network)));
    }

    private static List<String> networkErrors(String text) {
        Optional<IpNetwork> parsed = IpNetwork.parse(text);
        if (parsed.isEmpty()) {
            return List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
        IpNetwork network = parsed.get();
        return switch (network.spelling()) {
            case LEADING_ZEROS -> List.of("must not have leading 0s in IP or prefix length");
            case MAPPED -> List.of("must not have an IPv4-mapped IPv6 address");
            case PLAIN ->
                    network.isMasked()
                            ? List.of()
                            : List.of("must not have bits set beyond the prefix length");
        };
    }

    private static String canonical(Object canonical) {
        return "must be in canonical form (\"%s\")".formatted(canonical);
    }

    /// Checks that an address can be the end of a connection from elsewhere.
    public static void validateEndpoint(String text, String path, FieldErrors errors) {
        Optional<IpAddress> parsed = IpAddress.parse(text);
        if (parsed.isEmpty()) {
            errors.invalid(path, text, "must be a valid IP address");
            return;
        }
        IpAddress address = parsed.get();
        if (address.isUnspecified()) {
            errors.invalid(path, text, "may not be unspecified (%s)".formatted(text));
        }
        if (address.isLoopback()) {
            errors.invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if (address.isLinkLocal()) {
            errors.invalid(
                    path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (address.isLinkLocalMulticast()) {
            errors.invalid(
                    path,
                    text,
                    "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }

    /// What to say about the spelling of a valid address.
    public static List<String> warnings(String text, String path) {
        Optional<IpAddress> parsed = IpAddress.parse(text);
        if (parsed.isEmpty()) {
            return List.of();
        }
        IpAddress address = parsed.get();
        if (address.spelling() != IpAddress.Spelling.PLAIN) {
            return List.of(
                    "%s: non-standard IP address \"%s\" is invalid: use \"%s\""
                            .formatted(path, text, address));
        }
        boolean isCanonical = address.family() == IpFamily.IPV4 || address.toString().equals(text);
        return isCanonical
                ? List.of()
                : List.of(
                        "%s: IPv6 address \"%s\" should be in RFC 5952 canonical format (\"%s\")"
                                .formatted(path, text, address));
    }

    /// What to say about the spelling of a valid network.
    public static List<String> networkWarnings(String text, String path) {
        Optional<IpNetwork> parsed = IpNetwork.parse(text);
        if (parsed.isEmpty()) {
            return List.of();
        }
        IpNetwork network = parsed.get();
        List<String> warnings = new ArrayList<>();
        if (!network.isMasked()) {
            warnings.add(
                    "%s: CIDR value \"%s\" is ambiguous in this context (should be \"%s\" or \"%s/%d\"?)"
                            .formatted(
                                    path,
                                    text,
                                    network,
                                    network.address(),
                                    network.family().bits()));
        }
        if (network.spelling() != IpAddress.Spelling.PLAIN) {
            warnings.add(
                    "%s: non-standard CIDR value \"%s\" is invalid: use \"%s\""
                            .formatted(path, text, network));
        }
        boolean isOdd = network.family() == IpFamily.IPV6 && !network.toString().equals(text);
        if (warnings.isEmpty() && isOdd) {
            warnings.add(
                    "%s: IPv6 CIDR value \"%s\" should be in RFC 5952 canonical format (\"%s\")"
                            .formatted(path, text, network));
        }
        return warnings;
    }
}
