package dev.purser.external.provider.directory;

import dev.purser.client.time.Timers;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The provider `directory`: a key is the path of a file, or of a directory whose properties are
/// its files.
public final class DirectoryProvider implements Provider {
    /// One for each directory: watches of the system are few, and stores may be many.
    private final Map<String, Shared> directories = new HashMap<>();

    private record Shared(SharedDirectory settings, RootedFiles files, DirectoryWatch watch) {}

    public DirectoryProvider(
            Collection<SharedDirectory> directories, Timers timers, RandomGenerator random) {
        for (SharedDirectory directory : directories) {
            RootedFiles files = new RootedFiles(directory.path());
            this.directories.put(
                    directory.name(),
                    new Shared(directory, files, new DirectoryWatch(files, timers, random)));
        }
    }

    /// Says the same of a directory that there is not and of one that this store may not read, so
    /// that nobody learns of others' directories.
    @Override
    public SecretsClient open(StoreConfig store) throws ProviderException {
        String name = store.provider().path("name").asString("");
        Shared shared = directories.get(name);
        if (shared == null || !shared.settings().isFor(store.namespace())) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "the server shares no directory \"%s\" with this store (see --external-secrets-directory)"
                            .formatted(name));
        }
        return new DirectoryClient(name, shared.files(), shared.watch());
    }
}
