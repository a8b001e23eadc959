package dev.purser.wire.http;

/// An output stream whose every write is a message of its own.
interface MessageOutput {}
