package dev.purser.server.audit;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Set;

/// How much is said of which requests: the first rule that matches decides. Immutable.
public final class AuditPolicy {
    private final List<AuditRule> rules;
    private final Coverage unmatched;

    /// What an event says of a request that matched.
    ///
    /// @param omittedStages those at which there is no event
    /// @param managedFields whether they are among the objects' metadata
    record Coverage(AuditLevel level, Set<AuditStage> omittedStages, ManagedFields managedFields) {
        Coverage {
            omittedStages = Set.copyOf(omittedStages);
        }

        Coverage atMost(AuditLevel limit) {
            return level.includes(limit) ? new Coverage(limit, omittedStages, managedFields) : this;
        }
    }

    /// Whether `metadata.managedFields` of objects are logged.
    enum ManagedFields {
        LOGGED,
        OMITTED
    }

    /// @param unmatched what holds for requests that no rule is about
    AuditPolicy(List<AuditRule> rules, Coverage unmatched) {
        this.rules = List.copyOf(rules);
        this.unmatched = unmatched;
    }

    /// What to say of a request.
    ///
    /// @param sender who showed the credential, not whom they act as; nobody's name and no groups
    ///   when the credential was refused
    Coverage coverage(Identity sender, Attributes attributes) {
        for (AuditRule rule : rules) {
            if (rule.matches(sender, attributes)) {
                return rule.coverage();
            }
        }
        return unmatched;
    }
}
