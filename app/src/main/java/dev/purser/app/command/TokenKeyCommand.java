package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.PkiException;
import dev.purser.server.pki.ServingNames;
import java.nio.file.Files;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
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
    int list(@Mixin DataDirectoryOption dataDirectory) {
        ClusterPki pki = open(dataDirectory);
        terminal.line(id(pki.serviceAccountKey().getPublic()) + "  signs");
        pki.formerServiceAccountKeys().forEach(key -> terminal.line(id(key) + "  honoured"));
        return 0;
    }

    @Command(
            name = "rotate",
            description = "Sign with a new key; tokens of the keys before it stay valid.")
    int rotate(@Mixin DataDirectoryOption dataDirectory) {
        ClusterPki pki = open(dataDirectory);
        pki.rotateServiceAccountKey();
        terminal.done(id(pki.serviceAccountKey().getPublic()) + " signs from now on");
        return 0;
    }

    @Command(
            name = "forget",
            description = "No longer honour a former key: every token that it signed ends.")
    int forget(
            @Mixin DataDirectoryOption dataDirectory,
            @Parameters(paramLabel = "KEY", description = "as list shows it") String key) {
        ClusterPki pki = open(dataDirectory);
        List<PublicKey> found =
                pki.formerServiceAccountKeys().stream().filter(one -> id(one).equals(key)).toList();
        if (found.isEmpty()) {
            throw new CommandFailure(
                    "there is no former key " + key + ": purser token-key list shows them");
        }
        found.forEach(pki::forgetServiceAccountKey);
        terminal.done(key + " is no longer honoured");
        return 0;
    }

    private static ClusterPki open(DataDirectoryOption dataDirectory) {
        var directory = dataDirectory.existing();
        if (!Files.isDirectory(directory.pki())) {
            throw new CommandFailure(
                    "there are no keys in " + directory.root() + " yet: purser up makes them");
        }
        try {
            return ClusterPki.open(
                    directory.pki(),
                    new ServingNames(Set.of(), Set.of()),
                    Clock.systemUTC(),
                    new SecureRandom());
        } catch (PkiException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static String id(PublicKey key) {
        return VerificationKey.of(key).id();
    }
}
