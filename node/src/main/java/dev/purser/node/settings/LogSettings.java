package dev.purser.node.settings;

import java.time.Duration;

/// How much of containers' logs is kept.
///
/// @param maxBytes the size from which on a log is rotated
/// @param maxFiles the most files of a container, the one being written included
/// @param interval how often sizes are looked at
public record LogSettings(long maxBytes, int maxFiles, Duration interval) {}
