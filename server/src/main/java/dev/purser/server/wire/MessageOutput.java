package dev.purser.server.wire;

/// An output stream whose every write is a message of its own.
interface MessageOutput {}
