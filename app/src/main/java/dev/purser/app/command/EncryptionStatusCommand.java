package dev.purser.app.command;

import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.terminal.Terminal;
import dev.purser.client.ApiUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `purser encryption status`: asks the running Purser, or looks into the data of one that does not
/// run. Exit code 1 when something that is to be encrypted is in plain.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show how many objects are under which key, and where the keys are.")
final class EncryptionStatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();
    @Mixin private final CustodyOptions custody = new CustodyOptions();
    @Mixin private final EncryptionOptions encryption = new EncryptionOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private OutputFormat format = OutputFormat.TEXT;

    EncryptionStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode report = report(dataDirectory.existing());
        if (format == OutputFormat.JSON) {
            terminal.line(report.toPrettyString());
        } else {
            new EncryptionTable(terminal).show(report);
        }
        return report.path("inPlain").asLong(0) == 0 ? 0 : 1;
    }

    private ObjectNode report(DataDirectory directory) throws IOException, InterruptedException {
        Optional<StoppedData> stopped =
                StoppedData.open(
                        directory, custody.ofPresent(System.getenv()), encryption.settings());
        if (stopped.isPresent()) {
            try (StoppedData open = stopped.get()) {
                return open.data().report().json();
            }
        }
        try (AdminApi admin = AdminApi.of(directory)) {
            return admin.encryption();
        } catch (ApiUnavailableException | StatusException e) {
            throw new CommandFailure("Purser does not answer: " + e.getMessage(), e);
        }
    }
}
