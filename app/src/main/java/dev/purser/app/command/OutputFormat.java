package dev.purser.app.command;

/// For whom a command prints: people or programs.
enum OutputFormat {
    TEXT,
    JSON
}
