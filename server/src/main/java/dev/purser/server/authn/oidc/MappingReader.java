package dev.purser.server.authn.oidc;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DomainPaths;
import dev.purser.cel.claims.ClaimsExpression;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How claims become a user (`claimMappings`), with Kubernetes' errors.
final class MappingReader {
    private static final ClaimSource NOWHERE = new ClaimSource.Nowhere();

    private final String path;
    private final FieldErrors errors;
    private final Expressions expressions;

    MappingReader(String path, FieldErrors errors, Expressions expressions) {
        this.path = path;
        this.errors = errors;
        this.expressions = expressions;
    }

    ClaimSource prefixed(JsonNode mappings, String name, boolean isRequired) {
        JsonNode mapping = mappings.path(name);
        String place = path + "." + name;
        String claim = mapping.path("claim").asString("");
        String expression = mapping.path("expression").asString("");
        JsonNode prefix = mapping.path("prefix");
        if (!claim.isEmpty() && !expression.isEmpty()) {
            errors.invalid(place, "", "claim and expression can't both be set");
            return NOWHERE;
        }
        if (!expression.isEmpty()) {
            if (prefix.isString()) {
                errors.invalid(
                        place + ".prefix",
                        prefix.asString(),
                        "may not be specified when expression is set");
            }
            return computed(expression, place + ".expression");
        }
        if (claim.isEmpty()) {
            if (isRequired) {
                errors.required(place, "claim or expression is required");
            }
            return NOWHERE;
        }
        if (!prefix.isString()) {
            errors.required(
                    place + ".prefix",
                    "prefix is required when claim is set. It can be set to an empty string to disable prefixing");
        }
        return new ClaimSource.Claim(claim, prefix.asString(""));
    }

    ClaimSource uid(JsonNode mapping) {
        String claim = mapping.path("claim").asString("");
        String expression = mapping.path("expression").asString("");
        if (!claim.isEmpty() && !expression.isEmpty()) {
            errors.invalid(path + ".uid", "", "claim and expression can't both be set");
            return NOWHERE;
        }
        if (!expression.isEmpty()) {
            return computed(expression, path + ".uid.expression");
        }
        return claim.isEmpty() ? NOWHERE : new ClaimSource.Claim(claim, "");
    }

    private ClaimSource computed(String expression, String place) {
        return expressions
                .ofClaims(expression, place)
                .<ClaimSource>map(ClaimSource.Computed::new)
                .orElse(NOWHERE);
    }

    Map<String, ClaimsExpression> extra(JsonNode items) {
        Map<String, ClaimsExpression> extra = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String place = "%s.extra[%d]".formatted(path, i);
            String key = items.get(i).path("key").asString("");
            key(key, place + ".key");
            String expression = items.get(i).path("valueExpression").asString("");
            if (!seen.add(key)) {
                errors.duplicate(place + ".key", key);
            } else if (expression.isEmpty()) {
                errors.required(place + ".valueExpression", "");
            } else {
                expressions
                        .ofClaims(expression, place + ".valueExpression")
                        .ifPresent(one -> extra.put(key, one));
            }
        }
        return extra;
    }

    private void key(String key, String place) {
        DomainPaths.validatePath(key, place, errors);
        if (!key.equals(key.toLowerCase(Locale.ROOT))) {
            errors.invalid(place, key, "must be lowercase");
        }
        int slash = key.indexOf('/');
        String domain = slash < 0 ? "" : "." + key.substring(0, slash);
        if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
            errors.invalid(
                    place,
                    key,
                    "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use");
        }
    }
}
