package dev.purser.server.authn.oidc;

import dev.purser.api.status.FieldErrors;
import dev.purser.cel.claims.ClaimsExpression;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import dev.purser.server.pki.KeyFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// One issuer of a configuration: its rules, with Kubernetes' errors (`apis/apiserver/validation`).
final class IssuerReader {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final URI NOWHERE = URI.create("https://invalid");

    private final String path;
    private final FieldErrors errors;
    private final Expressions expressions;

    IssuerReader(String path, FieldErrors errors, Expressions expressions) {
        this.path = path;
        this.errors = errors;
        this.expressions = expressions;
    }

    /// Means nothing where errors were noted.
    TokenIssuerSettings read(
            JsonNode json, List<String> ownIssuers, Set<SignatureAlgorithm> algorithms) {
        JsonNode issuer = json.path("issuer");
        String url = issuer.path("url").asString("");
        URI discovery = urls(issuer, url, ownIssuers);
        Set<String> audiences = audiences(issuer);
        List<X509Certificate> authorities =
                authorities(issuer.path("certificateAuthority").asString(""));
        egress(issuer.path("egressSelectorType").asString(""));
        Map<String, String> required = new LinkedHashMap<>();
        List<TokenIssuerSettings.Rule> rules =
                claimRules(json.path("claimValidationRules"), required);
        MappingReader mappings = new MappingReader(path + ".claimMappings", errors, expressions);
        JsonNode mapped = json.path("claimMappings");
        ClaimSource username = mappings.prefixed(mapped, "username", true);
        ClaimSource groups = mappings.prefixed(mapped, "groups", false);
        ClaimSource uid = mappings.uid(mapped.path("uid"));
        Map<String, ClaimsExpression> extra = mappings.extra(mapped.path("extra"));
        requireVerifiedEmail(username, extra, rules);
        return new TokenIssuerSettings(
                url,
                discovery,
                authorities,
                audiences,
                algorithms,
                required,
                rules,
                username,
                groups,
                uid,
                extra,
                userRules(json.path("userValidationRules")));
    }

    private URI urls(JsonNode issuer, String url, List<String> ownIssuers) {
        String place = path + ".issuer.url";
        if (url.isEmpty()) {
            errors.required(place, "");
        } else {
            if (ownIssuers.contains(url)) {
                errors.invalid(
                        place,
                        url,
                        "URL must not overlap with disallowed issuers: ["
                                + String.join(" ", new TreeSet<>(ownIssuers))
                                + "]");
            }
            url(url, place);
        }
        String own = withoutSlash(url) + WELL_KNOWN;
        String discovery = issuer.path("discoveryURL").asString("");
        if (!discovery.isEmpty()) {
            String discoveryPlace = path + ".issuer.discoveryURL";
            if (!url.isEmpty() && withoutSlashes(url).equals(withoutSlashes(discovery))) {
                errors.invalid(
                        discoveryPlace, discovery, "discoveryURL must be different from URL");
            }
            url(discovery, discoveryPlace);
        }
        try {
            return new URI(discovery.isEmpty() ? own : discovery);
        } catch (URISyntaxException e) {
            return NOWHERE;
        }
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String withoutSlashes(String url) {
        return url.replaceAll("/+$", "");
    }

    private void url(String text, String place) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            errors.invalid(place, text, "parse \"%s\": %s".formatted(text, e.getReason()));
            return;
        }
        if (!"https".equals(uri.getScheme())) {
            errors.invalid(place, text, "URL scheme must be https");
        }
        if (uri.getRawUserInfo() != null) {
            errors.invalid(place, text, "URL must not contain a username or password");
        }
        if (uri.getRawQuery() != null && !uri.getRawQuery().isEmpty()) {
            errors.invalid(place, text, "URL must not contain a query");
        }
        if (uri.getRawFragment() != null && !uri.getRawFragment().isEmpty()) {
            errors.invalid(place, text, "URL must not contain a fragment");
        }
    }

    private Set<String> audiences(JsonNode issuer) {
        String place = path + ".issuer.audiences";
        Set<String> audiences = new LinkedHashSet<>();
        JsonNode items = issuer.path("audiences");
        if (items.isEmpty()) {
            errors.required(place, "at least one " + place + " is required");
            return audiences;
        }
        for (int i = 0; i < items.size(); i++) {
            String audience = items.get(i).asString("");
            if (audience.isEmpty()) {
                errors.required("%s[%d]".formatted(place, i), "");
            }
            if (!audiences.add(audience)) {
                errors.duplicate("%s[%d]".formatted(place, i), audience);
            }
        }
        String policy = issuer.path("audienceMatchPolicy").asString("");
        if (items.size() > 1 && !policy.equals("MatchAny")) {
            errors.invalid(
                    path + ".issuer.audienceMatchPolicy",
                    policy,
                    "audienceMatchPolicy must be MatchAny for multiple audiences");
        } else if (!policy.isEmpty() && !policy.equals("MatchAny")) {
            errors.invalid(
                    path + ".issuer.audienceMatchPolicy",
                    policy,
                    "audienceMatchPolicy must be empty or MatchAny for single audience");
        }
        return audiences;
    }

    private List<X509Certificate> authorities(String pem) {
        if (pem.isEmpty()) {
            return List.of();
        }
        try {
            return KeyFiles.certificates("certificateAuthority", pem);
        } catch (IOException e) {
            errors.invalidShown(
                    path + ".issuer.certificateAuthority",
                    "\"<omitted>\"",
                    "data does not contain any valid RSA or ECDSA certificates");
            return List.of();
        }
    }

    private void egress(String selector) {
        if (selector.isEmpty()) {
            return;
        }
        errors.invalid(
                path + ".issuer.egressSelectorType",
                selector,
                selector.equals("controlplane") || selector.equals("cluster")
                        ? "there is no egress selector here"
                        : "egress selector must be either controlplane or cluster");
    }

    private List<TokenIssuerSettings.Rule> claimRules(
            JsonNode items, Map<String, String> required) {
        List<TokenIssuerSettings.Rule> rules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String place = "%s.claimValidationRules[%d]".formatted(path, i);
            JsonNode rule = items.get(i);
            String claim = rule.path("claim").asString("");
            String expression = rule.path("expression").asString("");
            if (!claim.isEmpty() && !expression.isEmpty()) {
                errors.invalid(place, claim, "claim and expression can't both be set");
            } else if (!claim.isEmpty()) {
                requiredClaim(rule, place, required);
            } else if (expression.isEmpty()) {
                errors.required(place, "claim or expression is required");
            } else {
                claimRule(rule, place, seen, rules);
            }
        }
        return rules;
    }

    private void requiredClaim(JsonNode rule, String place, Map<String, String> required) {
        String claim = rule.path("claim").asString("");
        String message = rule.path("message").asString("");
        if (!message.isEmpty()) {
            errors.invalid(place + ".message", message, "may not be specified when claim is set");
        }
        if (required.put(claim, rule.path("requiredValue").asString("")) != null) {
            errors.duplicate(place + ".claim", claim);
        }
    }

    private void claimRule(
            JsonNode rule, String place, Set<String> seen, List<TokenIssuerSettings.Rule> rules) {
        String expression = rule.path("expression").asString("");
        String value = rule.path("requiredValue").asString("");
        if (!value.isEmpty()) {
            errors.invalid(
                    place + ".requiredValue", value, "may not be specified when expression is set");
        }
        if (!seen.add(expression)) {
            errors.duplicate(place + ".expression", expression);
            return;
        }
        String message = rule.path("message").asString("");
        expressions
                .conditionOfClaims(expression, place + ".expression")
                .ifPresent(one -> rules.add(new TokenIssuerSettings.Rule(one, message)));
    }

    private List<TokenIssuerSettings.Rule> userRules(JsonNode items) {
        List<TokenIssuerSettings.Rule> rules = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String place = "%s.userValidationRules[%d].expression".formatted(path, i);
            String expression = items.get(i).path("expression").asString("");
            String message = items.get(i).path("message").asString("");
            if (expression.isEmpty()) {
                errors.required(place, "");
            } else if (!seen.add(expression)) {
                errors.duplicate(place, expression);
            } else {
                expressions
                        .conditionOfUser(expression, place)
                        .ifPresent(one -> rules.add(new TokenIssuerSettings.Rule(one, message)));
            }
        }
        return rules;
    }

    /// Whoever takes the e-mail address for the user's name must ask whether it was verified.
    private void requireVerifiedEmail(
            ClaimSource username,
            Map<String, ClaimsExpression> extra,
            List<TokenIssuerSettings.Rule> rules) {
        if (!(username instanceof ClaimSource.Computed(ClaimsExpression expression))
                || !expression.selects("email")) {
            return;
        }
        boolean asked =
                expression.selects("email_verified")
                        || extra.values().stream().anyMatch(one -> one.selects("email_verified"))
                        || rules.stream()
                                .anyMatch(one -> one.expression().selects("email_verified"));
        if (!asked) {
            errors.invalid(
                    path + ".claimMappings.username.expression",
                    expression.text(),
                    "claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression");
        }
    }
}
