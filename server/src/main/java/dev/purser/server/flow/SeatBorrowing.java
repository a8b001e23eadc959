package dev.purser.server.flow;

import dev.purser.server.flow.SeatAllocation.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Divides the seats anew from time to time: levels that had little to do lend to those that had
/// much. Stateless.
final class SeatBorrowing {
    private SeatBorrowing() {}

    /// What a level gets until the next time.
    ///
    /// @param target what it would have wanted
    record Part(int limit, double target) {}

    /// What was given to whom.
    ///
    /// @param fairFraction the part of what they wanted that all got, zero when there was too
    ///   little
    record Outcome(double fairFraction, Map<String, Part> parts) {}

    private record Wish(FlowLevel level, int least, double target) {}

    /// Ends a period of observation and gives each level its seats for the next.
    static Outcome adjust(Collection<FlowLevel> levels) {
        int remaining = levels.stream().mapToInt(level -> level.shares().nominal()).sum();
        List<Wish> wishes = new ArrayList<>();
        Map<String, Part> parts = new TreeMap<>();
        for (FlowLevel level : levels) {
            SeatDemand.Period demand = level.queues().endPeriod();
            SeatShares shares = level.shares();
            if (level.level().isExempt()) {
                int used = Math.max(shares.least(), demand.highest());
                remaining -= used;
                parts.put(level.level().name(), new Part(used, used));
            } else {
                int least = Math.max(shares.least(), Math.min(shares.nominal(), demand.highest()));
                wishes.add(new Wish(level, least, Math.max(least, demand.smoothed())));
            }
        }
        double fraction = divide(remaining, wishes, parts);
        for (FlowLevel level : levels) {
            Part part = parts.get(level.level().name());
            if (part != null) {
                level.queues().limit(part.limit());
            }
        }
        return new Outcome(fraction, parts);
    }

    /// Exempt levels may have used so much that others do not get what they need, or even less than
    /// what they never lend; that least they keep all the same.
    private static double divide(int seats, List<Wish> wishes, Map<String, Part> parts) {
        int least = wishes.stream().mapToInt(wish -> wish.level().shares().least()).sum();
        int needed = wishes.stream().mapToInt(Wish::least).sum();
        if (seats <= needed) {
            double share =
                    seats <= least || needed == least
                            ? 0
                            : (double) (seats - least) / (needed - least);
            for (Wish wish : wishes) {
                int own = wish.level().shares().least();
                put(parts, wish, own + (wish.least() - own) * share);
            }
            return 0;
        }
        SeatAllocation.Division division =
                SeatAllocation.divide(
                        seats,
                        wishes.stream()
                                .map(wish ->
                                        new Claim(
                                                wish.least(),
                                                wish.level().shares().most(),
                                                wish.target()))
                                .toList());
        for (int index = 0; index < wishes.size(); index++) {
            put(parts, wishes.get(index), division.seats().get(index));
        }
        return division.fraction();
    }

    private static void put(Map<String, Part> parts, Wish wish, double seats) {
        parts.put(wish.level().level().name(), new Part((int) Math.round(seats), wish.target()));
    }
}
