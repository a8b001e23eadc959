package dev.purser.app.command;

import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.keys.KeyRotation;
import dev.purser.app.keys.KeyRotation.Progress;
import dev.purser.app.keys.RotationMarker.OldKeys;
import dev.purser.app.terminal.Terminal;
import dev.purser.client.ApiUnavailableException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `purser encryption rotate`: a new key, and everything rewritten under it. The running Purser
/// does it while it serves; this command only watches, and may be ended.
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = "Make a new key, rewrite everything under it, and forget the old one.")
final class EncryptionRotateCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 200;

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();
    @Mixin private final CustodyOptions custody = new CustodyOptions();
    @Mixin private final EncryptionOptions encryption = new EncryptionOptions();

    @Option(
            names = "--keep-old-keys",
            description = "keep the keys before, for older copies of the data directory")
    private boolean keepOldKeys;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private OutputFormat format = OutputFormat.TEXT;

    private String shown = "";

    EncryptionRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory directory = dataDirectory.existing();
        Optional<StoppedData> stopped =
                StoppedData.open(
                        directory, custody.ofPresent(System.getenv()), encryption.settings());
        ObjectNode report;
        if (stopped.isPresent()) {
            try (StoppedData open = stopped.get()) {
                report = here(open);
            }
        } else {
            report = there(directory);
        }
        return conclude(report);
    }

    private ObjectNode here(StoppedData open) throws InterruptedException {
        KeyRotation rotation = open.data().rotation();
        CompletableFuture<Progress> run =
                CompletableFuture.supplyAsync(
                        () -> rotation.run(keepOldKeys ? OldKeys.KEEP : OldKeys.FORGET));
        while (!run.isDone()) {
            show(open.data().report().json().path("rotation"));
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return open.data().report().json();
    }

    private ObjectNode there(DataDirectory directory) throws IOException, InterruptedException {
        try (AdminApi admin = AdminApi.of(directory)) {
            ObjectNode report = admin.rotate(keepOldKeys ? "keep" : "forget");
            while (isRunning(report)) {
                show(report.path("rotation"));
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                report = admin.encryption();
            }
            return report;
        } catch (ApiUnavailableException | StatusException e) {
            throw new CommandFailure(
                    "Purser does not answer (%s); a rotation that has begun goes on by itself, also after a restart: see purser encryption status"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static boolean isRunning(JsonNode report) {
        String state = report.path("rotation").path("state").asString("");
        return state.equals("rewriting") || state.equals("forgetting");
    }

    private void show(JsonNode rotation) {
        long total = rotation.path("total").asLong(0);
        String line =
                rotation.path("state").asString("").equals("forgetting")
                        ? "Forgetting the old keys"
                        : String.format(
                                Locale.ROOT,
                                "Rewriting: %d of %d objects",
                                rotation.path("done").asLong(0),
                                total);
        if (format == OutputFormat.TEXT && total > 0 && !line.equals(shown)) {
            terminal.step(line);
            shown = line;
        }
    }

    private int conclude(ObjectNode report) {
        JsonNode rotation = report.path("rotation");
        boolean well = rotation.path("state").asString("").equals("done");
        String message = rotation.path("message").asString("");
        if (format == OutputFormat.JSON) {
            terminal.line(report.toPrettyString());
        } else if (well) {
            terminal.done(
                    "%d objects rewritten; %s".formatted(rotation.path("done").asLong(0), message));
            terminal.line("The keys are %s.".formatted(report.path("keysAre").asString("")));
        }
        if (!well) {
            throw new CommandFailure(
                    "the rotation is unfinished, and nothing is lost: %s; go on with purser encryption rotate"
                            .formatted(message));
        }
        return 0;
    }
}
