package dev.purser.server.flow;

import dev.purser.api.meta.KubeObject;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// A PriorityLevelConfiguration: how much of the server its requests get. Immutable.
///
/// @param shares its part of the server's seats, in proportion to those of all levels
/// @param lendablePercent of its own seats, what others may borrow
record PriorityLevel(String name, String uid, int shares, int lendablePercent, Limit limit) {
    /// The level of those who must never wait.
    static final String EXEMPT = "exempt";

    /// The level of what no schema speaks for.
    static final String CATCH_ALL = "catch-all";

    /// How a level's requests are held back.
    sealed interface Limit {}

    /// Not at all.
    record None() implements Limit {}

    /// By seats.
    ///
    /// @param borrowingPercent of its own seats, what it may borrow at most; empty for any number
    /// @param queuing empty when requests without a seat are refused at once
    record Seats(OptionalInt borrowingPercent, Optional<Queuing> queuing) implements Limit {}

    /// Where requests without a seat wait.
    ///
    /// @param handSize how many queues one flow may use
    /// @param lengthLimit how many requests one queue holds
    record Queuing(int queues, int handSize, int lengthLimit) {}

    boolean isExempt() {
        return limit instanceof None;
    }

    /// Where its requests wait; empty when they do not.
    Optional<Queuing> queuing() {
        return limit instanceof Seats seats ? seats.queuing() : Optional.empty();
    }

    /// A level as it is stored, defaulted and validated. One whose name and type do not go together
    /// is left out: the exempt level is exempt, and no other.
    static Optional<PriorityLevel> of(KubeObject object) {
        JsonNode spec = object.spec();
        boolean exempt = spec.path("type").asString("").equals("Exempt");
        if (exempt != object.name().equals(EXEMPT)) {
            return Optional.empty();
        }
        JsonNode own = spec.path(exempt ? "exempt" : "limited");
        Limit limit = exempt ? new None() : new Seats(borrowing(own), queuing(own));
        return Optional.of(
                new PriorityLevel(
                        object.name(),
                        object.uid(),
                        own.path("nominalConcurrencyShares").asInt(0),
                        own.path("lendablePercent").asInt(0),
                        limit));
    }

    private static OptionalInt borrowing(JsonNode limited) {
        JsonNode percent = limited.path("borrowingLimitPercent");
        return percent.isNumber() ? OptionalInt.of(percent.asInt()) : OptionalInt.empty();
    }

    private static Optional<Queuing> queuing(JsonNode limited) {
        JsonNode response = limited.path("limitResponse");
        JsonNode queuing = response.path("queuing");
        return response.path("type").asString("").equals("Queue") && queuing.isObject()
                ? Optional.of(
                        new Queuing(
                                queuing.path("queues").asInt(1),
                                queuing.path("handSize").asInt(1),
                                queuing.path("queueLengthLimit").asInt(1)))
                : Optional.empty();
    }
}
