package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `purser encryption`: what is encrypted, with which keys, and who has them.
@Command(
        name = "encryption",
        mixinStandardHelpOptions = true,
        description = "See and change how objects are encrypted on the disk.")
final class EncryptionCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec specification = CommandSpec.create();

    private EncryptionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The command with its subcommands.
    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new EncryptionCommand(terminal))
                .addSubcommand(new EncryptionStatusCommand(terminal))
                .addSubcommand(new EncryptionRotateCommand(terminal))
                .addSubcommand(new EncryptionCustodyCommand(terminal))
                .addSubcommand(new EncryptionDecryptCommand(terminal));
    }

    @Override
    public void run() {
        specification.commandLine().usage(terminal.out());
    }
}
