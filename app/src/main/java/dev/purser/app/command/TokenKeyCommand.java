package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.keys.Custodies;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.keys.DefaultKeys;
import dev.purser.app.keys.PkiLock;
import dev.purser.app.keys.SealedPki;
import dev.purser.app.terminal.Terminal;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.PkiException;
import dev.purser.server.pki.ServingNames;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.DurableFiles;
import dev.purser.store.custody.PrivateFiles;
import java.nio.file.Files;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `purser token-key`: the keys that sign service account tokens. A running Purser takes a change
/// up by itself.
@Command(
        name = "token-key",
        mixinStandardHelpOptions = true,
        description = "The keys that sign the tokens of service accounts.")
final class TokenKeyCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec specification = CommandSpec.create();

    TokenKeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        specification.commandLine().usage(terminal.out());
    }

    @Command(name = "list", description = "Show the keys that are honoured, the signing one first.")
    int list(@Mixin DataDirectoryOption dataDirectory, @Mixin CustodyOptions custody) {
        with(
                dataDirectory,
                custody,
                pki -> {
                    terminal.line(id(pki.serviceAccountKey().getPublic()) + "  signs");
                    pki.formerServiceAccountKeys()
                            .forEach(key -> terminal.line(id(key) + "  honoured"));
                });
        return 0;
    }

    @Command(
            name = "rotate",
            description = "Sign with a new key; tokens of the keys before it stay valid.")
    int rotate(@Mixin DataDirectoryOption dataDirectory, @Mixin CustodyOptions custody) {
        with(
                dataDirectory,
                custody,
                pki -> {
                    pki.rotateServiceAccountKey();
                    terminal.done(id(pki.serviceAccountKey().getPublic()) + " signs from now on");
                });
        return 0;
    }

    @Command(
            name = "forget",
            description = "No longer honour a former key: every token that it signed ends.")
    int forget(
            @Mixin DataDirectoryOption dataDirectory,
            @Mixin CustodyOptions custody,
            @Parameters(paramLabel = "KEY", description = "as list shows it") String key) {
        with(dataDirectory, custody, pki -> forget(pki, key));
        return 0;
    }

    private void forget(ClusterPki pki, String key) {
        List<PublicKey> found =
                pki.formerServiceAccountKeys().stream().filter(one -> id(one).equals(key)).toList();
        if (found.isEmpty()) {
            throw new CommandFailure(
                    "there is no former key " + key + ": purser token-key list shows them");
        }
        found.forEach(pki::forgetServiceAccountKey);
        terminal.done(key + " is no longer honoured");
    }

    /// The keys are read within the lock: a rotation that forgets one of them waits, or is over.
    private static void with(
            DataDirectoryOption dataDirectory, CustodyOptions custody, Consumer<ClusterPki> work) {
        DataDirectory directory = dataDirectory.existing();
        if (!Files.isDirectory(directory.pki()) || !Files.isDirectory(directory.keys())) {
            throw new CommandFailure(
                    "there are no keys in " + directory.root() + " yet: purser up makes them");
        }
        CustodySettings settings = custody.ofPresent(System.getenv());
        try (PkiLock _ = PkiLock.acquire(directory)) {
            work.accept(open(directory, settings));
        } catch (PkiException | CustodyException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static ClusterPki open(DataDirectory directory, CustodySettings settings) {
        SecureRandom random = new SecureRandom();
        PrivateFiles files = new DurableFiles();
        Custodies custodies = new Custodies(settings, files, random);
        DefaultKeys keys = DefaultKeys.open(directory, custodies, files, random, Optional::empty);
        return ClusterPki.open(
                directory.pki(),
                new ServingNames(Set.of(), Set.of()),
                Clock.systemUTC(),
                random,
                new SealedPki(directory, keys, files, random).seal());
    }

    private static String id(PublicKey key) {
        return VerificationKey.of(key).id();
    }
}
