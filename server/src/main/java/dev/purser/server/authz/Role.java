package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of a Role or ClusterRole. Thread-safe.
final class Role {
    /// Up to so many rules are looked through faster than they are looked up.
    private static final int FEW = 4;

    private final List<PolicyRule> rules;
    private volatile @Nullable RuleTable<Role> table;

    Role(List<PolicyRule> rules) {
        this.rules = List.copyOf(rules);
    }

    List<PolicyRule> rules() {
        return rules;
    }

    boolean allows(Attributes asked) {
        if (rules.size() > FEW) {
            return table().find(asked) != null;
        }
        for (PolicyRule rule : rules) {
            if (rule.allows(asked)) {
                return true;
            }
        }
        return false;
    }

    /// Made when it is first needed: most roles of a cluster are asked about rarely.
    private RuleTable<Role> table() {
        RuleTable<Role> current = table;
        if (current == null) {
            RuleTable<Role> made = new RuleTable<>();
            rules.forEach(rule -> made.add(rule, this));
            table = made;
            current = made;
        }
        return current;
    }
}
