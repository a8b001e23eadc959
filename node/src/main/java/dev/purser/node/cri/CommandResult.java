package dev.purser.node.cri;

/// How a command ended that ran in a container.
///
/// @param output what it wrote, stdout first, read as UTF-8
public record CommandResult(int exitCode, String output) {}
