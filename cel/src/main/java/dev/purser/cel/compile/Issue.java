package dev.purser.cel.compile;

/// Something wrong with an expression.
///
/// @param line from 1
/// @param column in code points, from 0
record Issue(int line, int column, String message) {}
