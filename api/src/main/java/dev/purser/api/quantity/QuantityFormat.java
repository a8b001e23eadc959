package dev.purser.api.quantity;

/// The family of suffixes that a quantity was written with and is written back in.
public enum QuantityFormat {
    /// `n`, `u`, `m`, none, `k`, `M`, `G`, `T`, `P`, `E`: powers of 1000.
    DECIMAL_SI,
    /// `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`: powers of 1024.
    BINARY_SI,
    /// `e3`, `E-6`: any power of ten, written as a multiple of three.
    DECIMAL_EXPONENT
}
