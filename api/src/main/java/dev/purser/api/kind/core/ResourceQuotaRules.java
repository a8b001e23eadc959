package dev.purser.api.kind.core;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.StatusApart;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// ResourceQuotas as objects; what they bound is counted elsewhere.
public final class ResourceQuotaRules implements StatusApart {
    private static final Set<String> SCOPES =
            Set.of(
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity",
                    "VolumeAttributesClass");
    private static final Set<String> WITHOUT_VALUES =
            Set.of(
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "CrossNamespacePodAffinity");
    private static final List<Set<String>> CONFLICTS =
            List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));
    private static final String SELECTOR = "io.k8s.api.core.v1.ScopeSelector";

    private final GoForm goForm;

    /// @param goForm shows selectors in messages
    public ResourceQuotaRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void setDefaults(KubeObject object) {
        Quantities.roundUp(object.spec().path("hard"));
        JsonNode status = object.json().path("status");
        Quantities.roundUp(status.path("hard"));
        Quantities.roundUp(status.path("used"));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Spot spec = new Spot(object.spec(), "spec", errors);
        QuotaResources.validate(spec.at("hard"));
        Set<String> names = new TreeSet<>(spec.node().path("hard").propertyNames());
        validateScopes(spec.at("scopes"), names);
        spec.ifGiven("scopeSelector", selector -> validateSelector(spec, selector, names));
    }

    private static void validateScopes(Spot scopes, Set<String> names) {
        Set<String> seen = new HashSet<>();
        for (Spot scope : scopes.items()) {
            if (!SCOPES.contains(scope.text())) {
                scopes.invalid("unsupported scope");
            }
            for (String name : names) {
                if (QuotaResources.isStandard(name) && !QuotaResources.fits(scope.text(), name)) {
                    scopes.invalid("unsupported scope applied to resource");
                }
            }
            seen.add(scope.text());
        }
        refuseConflicts(scopes, seen);
    }

    private static void refuseConflicts(Spot scopes, Set<String> seen) {
        CONFLICTS.stream()
                .filter(seen::containsAll)
                .forEach(pair -> {
                    if (scopes.isGiven()) {
                        scopes.invalid("conflicting scopes");
                    } else {
                        scopes.invalid("null", "conflicting scopes");
                    }
                });
    }

    private void validateSelector(Spot spec, Spot selector, Set<String> names) {
        Spot expressions = selector.at("matchExpressions");
        Set<String> seen = new HashSet<>();
        for (Spot expression : expressions.items()) {
            Spot named = expression.under(expressions.path());
            String scope = expression.text("scopeName");
            if (!SCOPES.contains(scope)) {
                named.at("scopeName").invalidText("unsupported scope");
            }
            for (String name : names) {
                if (QuotaResources.isStandard(name) && !QuotaResources.fits(scope, name)) {
                    expressions.invalid(
                            goForm.compact(selector.node(), SELECTOR),
                            "unsupported scope applied to resource");
                }
            }
            validateOperator(named, scope);
            seen.add(scope);
        }
        refuseConflicts(spec.at("scopes").under(expressions.path()), seen);
    }

    private static void validateOperator(Spot expression, String scope) {
        Spot operator = expression.at("operator");
        if (WITHOUT_VALUES.contains(scope) && !operator.text().equals("Exists")) {
            operator.invalidText(
                    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                            + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                            + " ResourceQuotaScopeNotBestEffort or"
                            + " ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        Spot values = expression.at("values");
        switch (operator.text()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    values.required(
                            "must be at least one value when `operator` is 'In' or 'NotIn' for"
                                    + " scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    values.invalid(
                            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for"
                                    + " scope selector");
                }
            }
            default -> operator.invalidText("not a valid selector operator");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        Set<String> now = new HashSet<>(Trees.texts(object.spec(), "scopes"));
        if (!now.equals(new HashSet<>(Trees.texts(old.spec(), "scopes")))) {
            JsonNode scopes = object.spec().path("scopes");
            errors.invalid(
                    "spec.scopes",
                    scopes.isArray() ? scopes : object.spec().nullNode(),
                    "field is immutable");
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        Spot status = new Spot(object.status(), "status", errors);
        QuotaResources.validate(status.at("hard"));
        QuotaResources.validate(status.at("used"));
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        if (!old.resourceVersion().isEmpty()) {
            return warnings;
        }
        JsonNode hard = object.spec().path("hard");
        for (String name : List.of("cpu", "memory", "storage", "ephemeral-storage")) {
            boolean mayBeBare = name.equals("cpu") || name.equals("memory");
            String request = hard.has("requests." + name) || !mayBeBare ? "requests." + name : name;
            String limit = "limits." + name;
            if (hard.has(request)
                    && hard.has(limit)
                    && quantity(hard, request).compareTo(quantity(hard, limit)) > 0) {
                warnings.add(
                        "ResourceQuota %s (%s) should be less than %s (%s)"
                                .formatted(
                                        request,
                                        quantity(hard, request),
                                        limit,
                                        quantity(hard, limit)));
            }
        }
        return warnings;
    }

    private static Quantity quantity(JsonNode amounts, String name) {
        return Quantity.parse(Trees.text(amounts, name));
    }
}
