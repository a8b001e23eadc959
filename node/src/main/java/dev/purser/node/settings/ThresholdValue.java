package dev.purser.node.settings;

import dev.purser.api.quantity.Quantity;

/// An amount of a resource, or a share of all there is of it.
public sealed interface ThresholdValue {
    /// The amount, given all there is.
    ///
    /// @param capacity in bytes or pieces
    long of(long capacity);

    /// A fixed amount.
    record Amount(Quantity quantity) implements ThresholdValue {
        @Override
        public long of(long capacity) {
            return quantity.value();
        }
    }

    /// A share of the whole.
    ///
    /// @param part 0 to 1; a `float`, so that amounts come out as kubelet's do
    record Share(float part) implements ThresholdValue {
        @Override
        public long of(long capacity) {
            return (long) ((double) capacity * part);
        }
    }

    /// The smaller of two.
    record Least(ThresholdValue one, ThresholdValue other) implements ThresholdValue {
        @Override
        public long of(long capacity) {
            return Math.min(one.of(capacity), other.of(capacity));
        }
    }
}
