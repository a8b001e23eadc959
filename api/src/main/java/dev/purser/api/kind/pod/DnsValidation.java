package dev.purser.api.kind.pod;

import dev.purser.api.network.IpRules;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks how a Pod is named, and how it finds the names of others.
final class DnsValidation {
    private static final List<String> POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final int NAMESERVERS_MAX = 3;
    private static final int SEARCHES_MAX = 32;
    private static final int SEARCHES_LENGTH_MAX = 2048;
    private static final int HOSTNAME_MAX = 64;

    private DnsValidation() {}

    static void validatePolicy(Spot policy) {
        policy.requireGivenOneOf(POLICIES);
    }

    static void validateConfig(Spot config, String policy) {
        Spot servers = config.at("nameservers");
        if (policy.equals("None") && !config.isGiven()) {
            config.required("must provide `dnsConfig` when `dnsPolicy` is None");
            return;
        }
        if (policy.equals("None") && servers.isEmpty()) {
            servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
            return;
        }
        requireAtMost(servers, NAMESERVERS_MAX, "nameservers");
        servers.items().forEach(DnsValidation::validateAddress);
        validateSearches(config.at("searches"));
        for (Spot option : config.items("options")) {
            if (option.at("name").isEmpty()) {
                option.required("must not be empty");
            }
        }
    }

    private static void validateAddress(Spot address) {
        IpRules.validate(address.text(), address.path(), address.errors());
    }

    private static void requireAtMost(Spot list, int most, String noun) {
        if (list.node().size() > most) {
            list.invalid("must not have more than %d %s".formatted(most, noun));
        }
    }

    private static void validateSearches(Spot searches) {
        requireAtMost(searches, SEARCHES_MAX, "search paths");
        List<String> paths = searches.items().stream().map(Spot::text).toList();
        if (String.join(" ", paths).length() > SEARCHES_LENGTH_MAX) {
            searches.invalid(
                    "must not have more than %d characters (including spaces) in the search list"
                            .formatted(SEARCHES_LENGTH_MAX));
        }
        for (Spot search : searches.items()) {
            String text = search.text();
            String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            if (!text.equals(".")) {
                Names.underscoredSubdomainErrors(name).forEach(why -> search.invalid(name, why));
            }
        }
    }

    static void validateAliases(Spot aliases) {
        for (Spot alias : aliases.items()) {
            validateAddress(alias.at("ip"));
            alias.items("hostnames").forEach(name -> name.complain(Names::subdomainErrors));
        }
    }

    static void validateHostname(Spot spec) {
        for (Spot label : List.of(spec.at("hostname"), spec.at("subdomain"))) {
            if (!label.isEmpty()) {
                label.complain(Names::labelErrors);
            }
        }
    }

    /// Checks a hostname that outweighs all others (KEP-4762).
    static void validateOverride(Spot spec) {
        spec.ifGiven(
                "hostnameOverride",
                name -> {
                    if (spec.isTrue("setHostnameAsFQDN")) {
                        name.forbidden("may not be specified when setHostnameAsFQDN is true");
                    }
                    if (spec.isTrue("hostNetwork")) {
                        name.forbidden("may not be specified when hostNetwork is true");
                    }
                    if (name.text().length() > HOSTNAME_MAX) {
                        name.errors().tooLong(name.path(), HOSTNAME_MAX);
                    }
                    name.complain(Names::subdomainErrors);
                });
    }
}
