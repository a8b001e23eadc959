package dev.purser.app.command;

import dev.purser.app.data.Instance;
import dev.purser.app.serve.ExternalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about secrets from elsewhere.
final class ExternalOptions {
    private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    /// `NAME=PATH[:NAMESPACE,…]`; a path may have colons, but not one that namespaces could follow.
    private static final Pattern DIRECTORY =
            Pattern.compile(
                    "(?<name>"
                            + NAME
                            + ")=(?<path>/.*?)(:(?<namespaces>"
                            + NAME
                            + "(,"
                            + NAME
                            + ")*))?");

    @Option(
            names = "--external-secrets",
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "serve and keep SecretStores and ExternalSecrets (external-secrets.io; default:"
                            + " true, but not with --api-only)")
    private @Nullable Boolean enabled;

    @Option(
            names = "--external-secrets-directory",
            paramLabel = "NAME=PATH[:NAMESPACE,...]",
            description =
                    "a directory of files that stores may name, from these namespaces or from all;"
                            + " may be repeated")
    private List<String> directories = new ArrayList<>();

    @Option(
            names = "--external-secrets-ambient",
            description =
                    "stores without credentials use those that this machine has, such as an"
                            + " instance role; everybody who may make a store gains them")
    private boolean ambient;

    /// @param environment of the process
    /// @throws CommandFailure when an option cannot be followed
    ExternalSettings settings(Instance.Mode mode, Map<String, String> environment) {
        ExternalSettings usual = ExternalSettings.of(mode);
        Map<String, ExternalSettings.Directory> named = new HashMap<>();
        for (String text : directories) {
            addDirectory(named, text);
        }
        return new ExternalSettings(
                enabled == null ? usual.isEnabled() : enabled, named, ambient, environment);
    }

    private static void addDirectory(Map<String, ExternalSettings.Directory> named, String text) {
        Matcher matcher = DIRECTORY.matcher(text);
        if (!matcher.matches()) {
            throw failure(
                    "NAME=PATH or NAME=PATH:NAMESPACE,... with a name in small letters and an"
                            + " absolute path, not "
                            + text);
        }
        Path path = Path.of(matcher.group("path")).normalize();
        if (!Files.isDirectory(path)) {
            throw failure("there is no directory " + path);
        }
        String namespaces = matcher.group("namespaces");
        ExternalSettings.Directory directory =
                new ExternalSettings.Directory(
                        path, namespaces == null ? Set.of() : Set.of(namespaces.split(",")));
        if (named.putIfAbsent(matcher.group("name"), directory) != null) {
            throw failure("the name " + matcher.group("name") + " is given twice");
        }
    }

    private static CommandFailure failure(String problem) {
        return new CommandFailure("--external-secrets-directory: " + problem);
    }
}
