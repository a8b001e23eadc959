package dev.purser.server.flow;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All schemas in the order in which they are tried, and the levels that they lead to. Immutable
/// but for what happens within the levels.
final class FlowPlan {
    private final List<Choice> choices;
    private final Choice last;
    private final Map<String, FlowLevel> levels;

    /// A schema with its level.
    record Choice(FlowSchema schema, FlowLevel level) {}

    /// @param schemas those whose level does not exist are passed over
    /// @param levels the catch-all level among them
    /// @param catchAll what takes a request that no other schema takes
    FlowPlan(List<FlowSchema> schemas, Map<String, FlowLevel> levels, FlowSchema catchAll) {
        List<Choice> usable = new ArrayList<>();
        for (FlowSchema schema : schemas.stream().sorted(FlowSchema.ORDER).toList()) {
            FlowLevel level = levels.get(schema.level());
            if (level != null) {
                usable.add(new Choice(schema, level));
            }
        }
        this.choices = List.copyOf(usable);
        this.levels = Map.copyOf(levels);
        this.last =
                new Choice(
                        catchAll,
                        Objects.requireNonNull(levels.get(PriorityLevel.CATCH_ALL), "catch-all"));
    }

    Choice choose(Identity identity, Attributes attributes) {
        for (Choice choice : choices) {
            if (choice.schema().matches(identity, attributes)) {
                return choice;
            }
        }
        return last;
    }

    Map<String, FlowLevel> levels() {
        return levels;
    }
}
