package dev.purser.store.seal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a store's values are sealed at one time: a resource's providers, of which the first seals
/// and all open. Immutable.
///
/// Precedence is that of Kubernetes: a resource's own rule, then `*.GROUP`, then `*.*`; several
/// rules for the same resource add up in their order. A resource that no rule names is written in
/// the clear. Beyond Kubernetes, whatever any provider here can open is opened, so that a resource
/// that is no longer named stays readable while its key is still given.
public final class Sealing {
    private static final StoredResource EVERYTHING = new StoredResource("*", "*");
    private static final List<Provider> IN_THE_CLEAR = List.of(new Identity());

    private final Map<StoredResource, List<Provider>> byPattern;
    private final List<Provider> all;

    /// @param rules in the order in which they were given
    /// @param openers what opens values beside the rules' providers, and never seals
    public Sealing(List<Rule> rules, List<Provider> openers) {
        Map<StoredResource, List<Provider>> patterns = new LinkedHashMap<>();
        List<Provider> every = new ArrayList<>();
        for (Rule rule : rules) {
            patterns.computeIfAbsent(rule.pattern(), _ -> new ArrayList<>())
                    .addAll(rule.providers());
            every.addAll(rule.providers());
        }
        every.addAll(openers);
        patterns.replaceAll((_, providers) -> List.copyOf(providers));
        this.byPattern = Collections.unmodifiableMap(patterns);
        this.all = every.stream().distinct().filter(p -> !(p instanceof Identity)).toList();
    }

    /// What Purser does without being told: Secrets are sealed with a keyring's first key, and none
    /// may be there in the clear.
    ///
    /// @param providers one for each key
    public static Sealing ofSecrets(List<Provider> providers) {
        return new Sealing(
                List.of(new Rule(new StoredResource("", "secrets"), providers)), List.of());
    }

    /// The same with more providers that open, and never seal.
    public Sealing alsoOpening(List<? extends Provider> openers) {
        List<Rule> rules = new ArrayList<>();
        byPattern.forEach((pattern, providers) -> rules.add(new Rule(pattern, providers)));
        List<Provider> others = new ArrayList<>(all);
        others.addAll(openers);
        return new Sealing(rules, others);
    }

    /// What is to be done with some resources.
    ///
    /// @param pattern a resource, `*` in a group, or `*` in `*`
    /// @param providers at least one
    public record Rule(StoredResource pattern, List<Provider> providers) {
        public Rule {
            providers = List.copyOf(providers);
            if (providers.isEmpty()) {
                throw new IllegalArgumentException("a rule has at least one provider");
            }
        }
    }

    /// The providers of a resource: the first seals.
    public List<Provider> providers(StoredResource resource) {
        List<Provider> own = byPattern.get(resource);
        if (own == null) {
            own = byPattern.get(new StoredResource(resource.group(), "*"));
        }
        if (own == null) {
            own = byPattern.get(EVERYTHING);
        }
        return own == null ? IN_THE_CLEAR : own;
    }

    /// Every provider that has a key, in the order in which they were given.
    public List<Provider> keyed() {
        return all;
    }
}
