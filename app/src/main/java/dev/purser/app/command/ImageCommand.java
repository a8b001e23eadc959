package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `purser image`, which does nothing by itself but show its subcommands.
@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        description = "Load and list the node's container images.")
final class ImageCommand implements Runnable {
    private final Terminal terminal;

    ImageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        CommandLine.usage(this, terminal.out());
    }
}
