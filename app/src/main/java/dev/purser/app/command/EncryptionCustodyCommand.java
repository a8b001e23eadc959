package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.keys.Custodies;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.keys.CustodySettings.ByPassphrase;
import dev.purser.app.terminal.PassphrasePrompt;
import dev.purser.app.terminal.Terminal;
import dev.purser.store.custody.Custody;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.CustodyRecord;
import dev.purser.store.custody.DurableFiles;
import dev.purser.store.custody.KeptKeyring;
import dev.purser.store.custody.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `purser encryption custody`: says who has the keys, or gives them to somebody else, or seals
/// them anew. It may be killed at any moment: the keys are then as before, or as they are to be.
@Command(
        name = "custody",
        mixinStandardHelpOptions = true,
        description = "Show who has the keys, or change it while Purser does not run.")
final class EncryptionCustodyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();
    @Mixin private final CustodyOptions options = new CustodyOptions();

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "the passphrase that is to seal the keys from now on")
    private @Nullable Path freshPassphrase;

    @Option(
            names = "--rewrap",
            description =
                    "seal the keys anew where they are: with a new passphrase, or the newest version of Vault's key")
    private boolean rewrap;

    EncryptionCustodyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DataDirectory directory = dataDirectory.existing();
        SecureRandom random = new SecureRandom();
        PrivateFiles files = new DurableFiles();
        KeptKeyring kept = new KeptKeyring(directory.custody(), files, random);
        try {
            CustodyRecord record =
                    kept.record()
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            "no custody has keys of %s yet: start Purser once"
                                                    .formatted(directory.root())));
            Custodies custodies = new Custodies(settings(), files, random);
            if (rewrap || freshPassphrase != null || options.asksForChange()) {
                change(directory, kept, custodies, record);
            } else {
                say(kept.whereabouts(custodies.present(record)));
            }
            return 0;
        } catch (CustodyException e) {
            throw new CommandFailure(e.getMessage() == null ? "failed" : e.getMessage(), e);
        }
    }

    private CustodySettings settings() {
        CustodySettings given = options.settings(System.getenv());
        return new CustodySettings(
                given.custody(),
                given.file(),
                new ByPassphrase(
                        given.passphrase().present(),
                        freshPassphrase == null
                                ? PassphrasePrompt.fresh(
                                        "give the new passphrase with --new-passphrase-file")
                                : CustodyOptions.passphrase(freshPassphrase)),
                given.credential(),
                given.vault(),
                given.kmsEndpoint(),
                given.intent());
    }

    private void change(
            DataDirectory directory, KeptKeyring kept, Custodies custodies, CustodyRecord record)
            throws IOException {
        try (InstanceLock _ = lock(directory)) {
            Custody present = custodies.present(record);
            Custody wanted = custodies.renewed(record);
            kept.move(present, wanted);
            terminal.done("The keys are " + kept.whereabouts(wanted));
            terminal.line(
                    "Older copies of the data directory and of key files open as before; purser encryption rotate makes new keys.");
        }
    }

    private static InstanceLock lock(DataDirectory directory) throws IOException {
        return InstanceLock.tryAcquire(directory)
                .orElseThrow(() ->
                        new CommandFailure(
                                "Purser runs on %s: end it first, or give the same options to its next start"
                                        .formatted(directory.root())));
    }

    private void say(String whereabouts) {
        terminal.line("The keys are " + whereabouts + ".");
    }
}
