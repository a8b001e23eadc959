package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `purser image`, which does nothing by itself but show its subcommands.
@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        description = "Load and list the node's container images.")
final class ImageCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec specification = CommandSpec.create();

    ImageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        specification.commandLine().usage(terminal.out());
    }
}
