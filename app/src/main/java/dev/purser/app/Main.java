package dev.purser.app;

import dev.purser.app.command.CommandFailure;
import dev.purser.app.command.LogFile;
import dev.purser.app.command.PurserCommand;
import dev.purser.app.terminal.Terminal;
import picocli.CommandLine;

/// The entry point. Exit codes: 0 done, 1 failed, 2 the command line makes no sense.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofSystem(System.getenv());
        int exitCode = CommandLine.ExitCode.SOFTWARE;
        try {
            exitCode = run(terminal, arguments);
        } catch (
                Throwable
                        defect) { // the top of the program: threads that were started must not keep
            // it alive
            terminal.error("this is a defect of Purser's own: " + defect);
        } finally {
            System.exit(exitCode);
        }
    }

    static int run(Terminal terminal, String... arguments) {
        LogFile.useForCommands();
        CommandLine commandLine = PurserCommand.commandLine(terminal);
        commandLine.setParameterExceptionHandler((failure, given) -> {
            terminal.error(failure.getMessage() + " (purser --help shows what there is)");
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((failure, command, result) -> {
            if (failure instanceof CommandFailure expected) {
                terminal.error(expected.getMessage());
                return expected.exitCode();
            }
            throw failure;
        });
        return commandLine.execute(arguments);
    }
}
