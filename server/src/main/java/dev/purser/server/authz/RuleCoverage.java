package dev.purser.server.authz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether some rules give everything that others give.
public final class RuleCoverage {
    private static final String ALL = "*";

    private RuleCoverage() {}

    /// What the wanted rules give and the held ones do not, one verb on one resource or path each;
    /// empty when everything is covered.
    public static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> wanted) {
        List<PolicyRule> missing = new ArrayList<>();
        for (PolicyRule rule : wanted) {
            for (PolicyRule atom : atoms(rule)) {
                if (held.stream().noneMatch(holder -> covers(holder, atom))) {
                    missing.add(atom);
                }
            }
        }
        return missing;
    }

    /// The rules in the form of error messages: one line each, verbs on the same resource together.
    static String describe(List<PolicyRule> rules) {
        return compact(rules).stream()
                .map(RuleCoverage::describe)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining("\n"));
    }

    private static List<PolicyRule> atoms(PolicyRule rule) {
        List<PolicyRule> atoms = new ArrayList<>();
        List<List<String>> names =
                rule.resourceNames().isEmpty()
                        ? List.of(List.of())
                        : rule.resourceNames().stream().map(List::of).toList();
        for (String group : rule.apiGroups()) {
            for (String resource : rule.resources()) {
                for (String verb : rule.verbs()) {
                    names.forEach(name -> atoms.add(onResource(verb, group, resource, name)));
                }
            }
        }
        for (String url : rule.nonResourceUrls()) {
            for (String verb : rule.verbs()) {
                atoms.add(
                        new PolicyRule(
                                List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
            }
        }
        return atoms;
    }

    private static PolicyRule onResource(
            String verb, String group, String resource, List<String> names) {
        return new PolicyRule(List.of(verb), List.of(group), List.of(resource), names, List.of());
    }

    private static boolean covers(PolicyRule holder, PolicyRule atom) {
        return coversAll(holder.verbs(), atom.verbs())
                && coversAll(holder.apiGroups(), atom.apiGroups())
                && atom.resources().stream()
                        .allMatch(resource -> coversResource(holder.resources(), resource))
                && coversNames(holder.resourceNames(), atom.resourceNames())
                && atom.nonResourceUrls().stream()
                        .allMatch(url -> coversUrl(holder.nonResourceUrls(), url));
    }

    private static boolean coversAll(List<String> holder, List<String> wanted) {
        return holder.contains(ALL) || holder.containsAll(wanted);
    }

    private static boolean coversResource(List<String> holder, String resource) {
        if (holder.contains(ALL) || holder.contains(resource)) {
            return true;
        }
        int slash = resource.indexOf('/');
        return slash >= 0 && holder.contains(ALL + resource.substring(slash));
    }

    /// No names means all names.
    private static boolean coversNames(List<String> holder, List<String> wanted) {
        return holder.isEmpty() || (!wanted.isEmpty() && holder.containsAll(wanted));
    }

    private static boolean coversUrl(List<String> holder, String url) {
        return holder.stream().anyMatch(held -> PolicyRule.pathCovers(held, url));
    }

    /// Puts the verbs on one resource, or one object of it, together.
    private static List<PolicyRule> compact(List<PolicyRule> atoms) {
        List<PolicyRule> result = new ArrayList<>();
        Map<PolicyRule, List<String>> verbs = new LinkedHashMap<>();
        for (PolicyRule atom : atoms) {
            if (atom.resources().isEmpty()) {
                result.add(atom);
            } else {
                verbs.computeIfAbsent(withVerbs(atom, List.of()), _ -> new ArrayList<>())
                        .addAll(atom.verbs());
            }
        }
        verbs.forEach((atom, all) -> result.add(withVerbs(atom, all)));
        return result;
    }

    private static PolicyRule withVerbs(PolicyRule rule, List<String> verbs) {
        return new PolicyRule(
                verbs,
                rule.apiGroups(),
                rule.resources(),
                rule.resourceNames(),
                rule.nonResourceUrls());
    }

    private static String describe(PolicyRule rule) {
        List<String> parts = new ArrayList<>();
        addPart(parts, "APIGroups", rule.apiGroups());
        addPart(parts, "Resources", rule.resources());
        addPart(parts, "NonResourceURLs", rule.nonResourceUrls());
        addPart(parts, "ResourceNames", rule.resourceNames());
        addPart(parts, "Verbs", rule.verbs());
        return "{" + String.join(", ", parts) + "}";
    }

    private static void addPart(List<String> parts, String label, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(label + ":" + quoted(values));
        }
    }

    /// A list the way Go prints one: `["a" "b"]`.
    static String quoted(List<String> values) {
        return values.stream()
                .map(value -> "\"" + value + "\"")
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
