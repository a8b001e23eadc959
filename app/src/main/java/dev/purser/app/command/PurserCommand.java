package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `purser` command, which does nothing by itself but show its subcommands.
@Command(
        name = "purser",
        mixinStandardHelpOptions = true,
        version = "purser 0.1.0",
        description = "Kubernetes' way of configuring programs, in one process.")
public final class PurserCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec specification = CommandSpec.create();

    private PurserCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The command with all its subcommands, speaking to this terminal.
    public static CommandLine commandLine(Terminal terminal) {
        CommandLine purser =
                new CommandLine(new PurserCommand(terminal))
                        .addSubcommand(new UpCommand(terminal))
                        .addSubcommand(new DownCommand(terminal))
                        .addSubcommand(new StatusCommand(terminal))
                        .addSubcommand(
                                new CommandLine(new ImageCommand(terminal))
                                        .addSubcommand(new ImageLoadCommand(terminal))
                                        .addSubcommand(new ImageListCommand(terminal)))
                        .addSubcommand(EncryptionCommand.commandLine(terminal))
                        .addSubcommand(new LogsCommand(terminal))
                        .addSubcommand(
                                new CommandLine(new AuditCommand(terminal))
                                        .addSubcommand(
                                                new AuditSecretsCommand(
                                                        terminal, Clock.systemUTC())))
                        .addSubcommand(new TokenKeyCommand(terminal))
                        .addSubcommand(new TrainCommand(terminal))
                        .setCaseInsensitiveEnumValuesAllowed(true);
        purser.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        purser.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        return purser;
    }

    @Override
    public void run() {
        specification.commandLine().usage(terminal.out());
    }
}
