package dev.purser.server.authn.oidc;

import dev.purser.cel.claims.ClaimsException;
import dev.purser.cel.claims.ClaimsExpression;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes a user of verified claims, as an issuer's settings say, and holds both against its rules.
/// Immutable and thread-safe.
final class UserOfClaims {
    private final TokenIssuerSettings settings;

    UserOfClaims(TokenIssuerSettings settings) {
        this.settings = settings;
    }

    Identity make(ObjectNode claims) throws AuthenticationException {
        String name = username(claims);
        List<String> groups = groups(claims);
        String uid = uid(claims);
        Map<String, List<String>> extra = extra(claims);
        requireClaims(claims);
        try {
            require(settings.claimRules(), claims);
        } catch (ClaimsException | AuthenticationException e) {
            throw failed("claim validation expression", e);
        }
        Identity identity = new Identity(name, uid, groups, extra);
        try {
            require(settings.userRules(), userInfo(identity));
        } catch (ClaimsException | AuthenticationException e) {
            throw failed("user info validation rule", e);
        }
        return identity;
    }

    private String username(ObjectNode claims) throws AuthenticationException {
        return switch (settings.username()) {
            case ClaimSource.Nowhere() ->
                    throw new AuthenticationException("oidc: no username claim is configured");
            case ClaimSource.Claim(String name, String prefix) -> {
                if (!claims.has(name)) {
                    throw new AuthenticationException(
                            "oidc: parse username claims \"%s\": claim not present"
                                    .formatted(name));
                }
                if (name.equals("email")) {
                    requireVerifiedEmail(claims);
                }
                yield prefix + text(claims, name, "oidc: parse username claims \"%s\"");
            }
            case ClaimSource.Computed(ClaimsExpression expression) -> {
                String text = computed(expression, claims, "username");
                if (text.isEmpty()) {
                    throw new AuthenticationException(
                            "oidc: empty username via CEL expression is not allowed");
                }
                yield text;
            }
        };
    }

    private static void requireVerifiedEmail(ObjectNode claims) throws AuthenticationException {
        JsonNode verified = claims.path("email_verified");
        if (verified.isMissingNode()) {
            return;
        }
        if (!verified.isBoolean()) {
            throw new AuthenticationException(
                    "oidc: parse 'email_verified' claim: it is no boolean");
        }
        if (!verified.booleanValue()) {
            throw new AuthenticationException("oidc: email not verified");
        }
    }

    private static String text(ObjectNode claims, String name, String error)
            throws AuthenticationException {
        JsonNode value = claims.path(name);
        if (!value.isString()) {
            throw new AuthenticationException(error.formatted(name) + ": it is no string");
        }
        return value.stringValue();
    }

    private static String computed(ClaimsExpression expression, ObjectNode claims, String what)
            throws AuthenticationException {
        try {
            Optional<String> text = expression.asText(claims);
            return text.orElseThrow(() ->
                    new AuthenticationException(
                            "oidc: error evaluating %s claim expression: %s claim expression must return a string"
                                    .formatted(what, what)));
        } catch (ClaimsException e) {
            throw failed(what + " claim expression", e);
        }
    }

    private List<String> groups(ObjectNode claims) throws AuthenticationException {
        return switch (settings.groups()) {
            case ClaimSource.Nowhere() -> List.of();
            case ClaimSource.Claim(String name, String prefix) -> {
                List<String> groups = new ArrayList<>();
                for (String group : textOrTexts(claims, name)) {
                    groups.add(prefix + group);
                }
                yield groups;
            }
            case ClaimSource.Computed(ClaimsExpression expression) -> {
                try {
                    yield expression
                            .asTexts(claims)
                            .orElseThrow(() ->
                                    new AuthenticationException(
                                            "oidc: error evaluating group claim expression: expression must return a string or a list of strings"));
                } catch (ClaimsException e) {
                    throw failed("group claim expression", e);
                }
            }
        };
    }

    private static List<String> textOrTexts(ObjectNode claims, String name)
            throws AuthenticationException {
        JsonNode value = claims.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value) {
            if (!one.isString()) {
                throw noTexts(name);
            }
            texts.add(one.stringValue());
        }
        if (!value.isArray()) {
            throw noTexts(name);
        }
        return texts;
    }

    private static AuthenticationException noTexts(String name) {
        return new AuthenticationException(
                "oidc: parse groups claim \"%s\": it is neither a string nor an array of strings"
                        .formatted(name));
    }

    private String uid(ObjectNode claims) throws AuthenticationException {
        return switch (settings.uid()) {
            case ClaimSource.Nowhere() -> "";
            case ClaimSource.Claim(String name, String _) -> {
                if (!claims.has(name)) {
                    throw new AuthenticationException(
                            "oidc: parse uid claim \"%s\": claim not present".formatted(name));
                }
                yield text(claims, name, "oidc: parse uid claim \"%s\"");
            }
            case ClaimSource.Computed(ClaimsExpression expression) ->
                    computed(expression, claims, "uid");
        };
    }

    private Map<String, List<String>> extra(ObjectNode claims) throws AuthenticationException {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        String id = claims.path("jti").isString() ? claims.path("jti").stringValue() : "";
        if (!id.isEmpty()) {
            extra.put(Identity.CREDENTIAL_ID, List.of("JTI=" + id));
        }
        for (var mapping : settings.extra().entrySet()) {
            List<String> values = extraValues(mapping.getValue(), claims);
            if (!values.isEmpty()) {
                extra.put(mapping.getKey(), values);
            }
        }
        return extra;
    }

    private static List<String> extraValues(ClaimsExpression expression, ObjectNode claims)
            throws AuthenticationException {
        try {
            return expression
                    .asTexts(claims)
                    .orElseThrow(() ->
                            new AuthenticationException(
                                    "oidc: error evaluating extra claim expression: %s: expression must return a string or a list of strings"
                                            .formatted(expression.text())));
        } catch (ClaimsException e) {
            throw new AuthenticationException(e.getMessage());
        }
    }

    private void requireClaims(ObjectNode claims) throws AuthenticationException {
        for (var required : settings.requiredClaims().entrySet()) {
            String name = required.getKey();
            if (!claims.has(name)) {
                throw new AuthenticationException(
                        "oidc: required claim %s not present in ID token".formatted(name));
            }
            String value = text(claims, name, "oidc: parse claim %s");
            if (!value.equals(required.getValue())) {
                throw new AuthenticationException(
                        "oidc: required claim %s value does not match. Got = %s, want = %s"
                                .formatted(name, value, required.getValue()));
            }
        }
    }

    private static void require(List<TokenIssuerSettings.Rule> rules, JsonNode input)
            throws ClaimsException, AuthenticationException {
        for (TokenIssuerSettings.Rule rule : rules) {
            if (!rule.expression().asCondition(input).orElse(false)) {
                throw new AuthenticationException(
                        "validation expression '%s' failed: %s"
                                .formatted(rule.expression().text(), rule.message()));
            }
        }
    }

    private static JsonNode userInfo(Identity identity) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.put("username", identity.name());
        user.put("uid", identity.uid());
        identity.groups().forEach(user.putArray("groups")::add);
        ObjectNode extra = user.putObject("extra");
        identity.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        return user;
    }

    private static AuthenticationException failed(String what, Exception e) {
        return new AuthenticationException(
                "oidc: error evaluating %s: %s".formatted(what, e.getMessage()));
    }
}
