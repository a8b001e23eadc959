package dev.purser.app.serve;

import dev.purser.app.data.Instance;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// How the kinds of `external-secrets.io` are kept.
///
/// @param isEnabled whether they are
/// @param directories the directories of files that stores may name
/// @param ambient whether stores without credentials use those that the machine has
/// @param environment of the process, for addresses of services
public record ExternalSettings(
        boolean isEnabled,
        Map<String, Directory> directories,
        boolean ambient,
        Map<String, String> environment) {
    public ExternalSettings {
        directories = Map.copyOf(directories);
        environment = Map.copyOf(environment);
    }

    /// A directory that stores may read.
    ///
    /// @param namespaces from which it may be named; all, when there are none
    public record Directory(Path path, Set<String> namespaces) {
        public Directory {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /// What holds when nobody says anything: they are kept wherever there are controllers.
    public static ExternalSettings of(Instance.Mode mode) {
        return new ExternalSettings(mode != Instance.Mode.API_ONLY, Map.of(), false, Map.of());
    }

    /// Nothing is kept.
    public static ExternalSettings off() {
        return new ExternalSettings(false, Map.of(), false, Map.of());
    }
}
