package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The `--data-dir` that all commands take.
final class DataDirectoryOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "/var/lib/purser",
            description = "where Purser keeps its data (default: ${DEFAULT-VALUE})")
    private Path path = Path.of("/var/lib/purser");

    DataDirectory directory() {
        return new DataDirectory(path);
    }

    /// The directory, which must be one that `up` has made.
    DataDirectory existing() {
        DataDirectory directory = directory();
        if (!directory.exists()) {
            throw new CommandFailure(
                    "there is no Purser in %s: start one with ./purser up, or name its --data-dir"
                            .formatted(directory.root()));
        }
        return directory;
    }
}
