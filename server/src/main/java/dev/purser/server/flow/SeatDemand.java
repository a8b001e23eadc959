package dev.purser.server.flow;

/// How many seats a level could use, followed over time: average, deviation and maximum of a
/// period, and a figure that follows rises at once and falls slowly. Not thread-safe.
final class SeatDemand {
    /// Of the smoothed figure, what is kept from one period to the next.
    private static final double SMOOTHING = 0.977;

    private static final double NANOS_PER_SECOND = 1e9;

    private long since;
    private int current;
    private int highest;
    private double seconds;
    private double integral;
    private double squares;
    private Period last = new Period(0, 0, 0, 0);

    SeatDemand(long nanos) {
        this.since = nanos;
    }

    /// What a period looked like when it ended.
    record Period(int highest, double average, double deviation, double smoothed) {}

    void set(int seats, long nanos) {
        advance(nanos);
        current = seats;
        highest = Math.max(highest, seats);
    }

    /// Ends a period and begins the next.
    Period endPeriod(long nanos) {
        advance(nanos);
        Period ended = last;
        if (seconds > 0) {
            double average = integral / seconds;
            double variance = squares / seconds - average * average;
            double deviation = variance > 0 ? Math.sqrt(variance) : 0;
            double envelope = average + deviation;
            double smoothed =
                    Math.max(envelope, SMOOTHING * last.smoothed + (1 - SMOOTHING) * envelope);
            ended = new Period(highest, average, deviation, smoothed);
        }
        last = new Period(highest, ended.average, ended.deviation, ended.smoothed);
        seconds = 0;
        integral = 0;
        squares = 0;
        highest = current;
        return last;
    }

    /// The period that ended last.
    Period last() {
        return last;
    }

    private void advance(long nanos) {
        double passed = (nanos - since) / NANOS_PER_SECOND;
        since = nanos;
        seconds += passed;
        integral += passed * current;
        squares += passed * current * current;
    }
}
