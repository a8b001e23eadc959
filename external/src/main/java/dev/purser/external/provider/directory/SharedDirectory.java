package dev.purser.external.provider.directory;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A directory that stores may read.
///
/// @param name by which stores ask for it
/// @param path absolute
/// @param namespaces whose SecretStores may; empty for every store
public record SharedDirectory(String name, Path path, Set<String> namespaces) {
    private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile("(%1$s)=(/[^:]*|[^:/][^:]*)(?::(%1$s(?:,%1$s)*))?".formatted(LABEL));

    public SharedDirectory {
        namespaces = Set.copyOf(namespaces);
    }

    /// Reads the form `NAME=PATH` or `NAME=PATH:NAMESPACE,…` of the command line.
    ///
    /// @throws IllegalArgumentException when it is of another form
    public static SharedDirectory parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is not of the form NAME=PATH or NAME=PATH:NAMESPACE,..."
                            .formatted(text));
        }
        String namespaces = matcher.group(3);
        return new SharedDirectory(
                matcher.group(1),
                Path.of(matcher.group(2)).toAbsolutePath().normalize(),
                namespaces == null
                        ? Set.of()
                        : new TreeSet<>(Arrays.asList(namespaces.split(","))));
    }

    /// Whether a store may read it. One of the cluster serves any namespace, and so none of those
    /// for which a directory is kept.
    ///
    /// @param storeNamespace empty for a ClusterSecretStore
    boolean isFor(String storeNamespace) {
        return namespaces.isEmpty() || namespaces.contains(storeNamespace);
    }
}
