package dev.purser.server.flow;

import dev.purser.server.request.Attributes;
import dev.purser.wire.request.Query;
import java.time.Duration;
import java.util.function.ToLongFunction;

/// How wide a request is: lists by how many objects they go through, writes by how many watches see
/// them. Thread-safe.
final class WorkEstimator {
    private static final double OBJECTS_PER_SEAT = 100;
    private static final int WATCHES_PER_SEAT = 10;
    private static final int SEATS_MAX = 10;

    /// How long the watches of one seat take with one change.
    private static final Duration CHANGE = Duration.ofMillis(5);

    private final ToLongFunction<Attributes> objects;
    private final WatchCensus watches;

    /// @param objects how many objects of the resource that is asked for are stored
    WorkEstimator(ToLongFunction<Attributes> objects, WatchCensus watches) {
        this.objects = objects;
        this.watches = watches;
    }

    /// @param seatsMax the widest that a request of its level may be
    Width estimate(Attributes asked, Query query, int seatsMax) {
        int most = Math.min(seatsMax, SEATS_MAX);
        return switch (asked.verb()) {
            case "list" -> list(asked, query, most);
            case "watch" -> beginsWithList(query) ? list(asked, Query.empty(), most) : Width.of(1);
            case "create", "update", "patch", "delete" -> write(asked, most);
            default -> Width.of(1);
        };
    }

    private static boolean beginsWithList(Query query) {
        String version = query.first("resourceVersion");
        return version.isEmpty() || version.equals("0") || query.isTrue("sendInitialEvents");
    }

    private Width list(Attributes asked, Query query, int most) {
        if (!asked.name().isEmpty()) {
            return Width.of(1);
        }
        long stored = objects.applyAsLong(asked);
        long limit = limit(query);
        long read = limit > 0 ? Math.min(limit, stored) : stored;
        return Width.of((int) Math.clamp(Math.ceil(read / OBJECTS_PER_SEAT), 1, most));
    }

    /// Zero for none, and for what will be refused.
    private static long limit(Query query) {
        try {
            String text = query.first("limit");
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Width write(Attributes asked, int most) {
        int seen = asked.subresource().equals("token") ? 0 : watches.interested(asked);
        if (seen < WATCHES_PER_SEAT) {
            return Width.of(1);
        }
        int seats = (seen + WATCHES_PER_SEAT - 1) / WATCHES_PER_SEAT;
        return new Width(1, seats, CHANGE).within(most);
    }
}
