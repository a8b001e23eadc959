package dev.purser.cel.compile;

import dev.cel.common.types.CelType;

/// A name that an expression may use.
public record Variable(String name, CelType type) {}
