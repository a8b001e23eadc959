package dev.purser.cel.rule;

import dev.purser.cel.run.Program;
import java.util.Optional;

/// A rule, ready to be applied, or what keeps it from that.
///
/// @param program empty if the rule is empty or does not compile
/// @param error why the rule does not compile; empty if it does
/// @param message the program that tells why an object breaks the rule
/// @param messageError why that program does not compile; empty if it does or is not wanted
/// @param costs estimated from the schema
/// @param place where an object that breaks the rule is said to be wrong, below the rule's own
///   place
record CompiledRule(
        Rule rule,
        Optional<Program> program,
        String error,
        Optional<Program> message,
        String messageError,
        boolean usesOldSelf,
        String place,
        Costs costs) {

    static CompiledRule empty(Rule rule) {
        return new CompiledRule(
                rule, Optional.empty(), "", Optional.empty(), "", false, "", Costs.NONE);
    }

    /// What the rule's programs cost at most, each time they run.
    record Costs(long rule, long message) {
        static final Costs NONE = new Costs(0, 0);
    }
}
