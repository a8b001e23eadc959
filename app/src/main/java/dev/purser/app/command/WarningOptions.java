package dev.purser.app.command;

import dev.purser.server.admission.advice.SilencedTopics;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// The option that turns warnings off.
final class WarningOptions {
    @Option(
            names = "--warnings-off",
            paramLabel = "NAME",
            split = ",",
            description =
                    "warnings that nobody is given, by the names that stand behind them, or all")
    private List<String> off = new ArrayList<>();

    /// @throws CommandFailure when there is no such warning
    SilencedTopics silenced() {
        try {
            return SilencedTopics.of(off);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--warnings-off: " + e.getMessage(), e);
        }
    }
}
