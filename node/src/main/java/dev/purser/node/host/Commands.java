package dev.purser.node.host;

import java.io.IOException;
import java.util.List;

/// Runs programs of this machine.
public interface Commands {
    /// What came of a program.
    ///
    /// @param output both of its streams
    record Result(int exitCode, String output) {
        public boolean isSuccess() {
            return exitCode == 0;
        }
    }

    /// Runs a program to its end.
    ///
    /// @param input for its standard input
    /// @throws IOException when it cannot be started
    Result run(List<String> words, String input) throws IOException, InterruptedException;
}
