package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `purser audit`: questions to the audit log.
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Ask the audit log.")
final class AuditCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec specification = CommandSpec.create();

    AuditCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        specification.commandLine().usage(terminal.out());
    }
}
