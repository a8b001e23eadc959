package dev.purser.server.flow;

import java.util.List;

/// Divides seats among levels by what they want: all get the same fraction of that, but none less
/// than its lower and more than its upper bound.
final class SeatAllocation {
    private static final double TARGET_MIN = 0.001;
    private static final int ROUNDS = 100;

    private SeatAllocation() {}

    /// @param target what a level wants
    record Claim(double lower, double upper, double target) {
        private double at(double fraction) {
            return Math.clamp(fraction * Math.max(target, TARGET_MIN), lower, upper);
        }
    }

    /// What each claim gets.
    ///
    /// @param fraction the fair one
    record Division(double fraction, List<Double> seats) {}

    /// Divides as much of the sum as the bounds allow. The fraction at which the parts add up to
    /// the sum is found by halving: they grow with it, from the lower bounds to the upper ones.
    static Division divide(double sum, List<Claim> claims) {
        double low = 0;
        double high = 1;
        while (total(claims, high) < sum && high < Double.MAX_VALUE / 4) {
            high *= 2;
        }
        for (int round = 0; round < ROUNDS; round++) {
            double middle = (low + high) / 2;
            if (total(claims, middle) < sum) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double fraction = high;
        return new Division(fraction, claims.stream().map(claim -> claim.at(fraction)).toList());
    }

    private static double total(List<Claim> claims, double fraction) {
        return claims.stream().mapToDouble(claim -> claim.at(fraction)).sum();
    }
}
