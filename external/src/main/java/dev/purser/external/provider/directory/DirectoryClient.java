package dev.purser.external.provider.directory;

import dev.purser.external.provider.ChangeSource;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FoundValues;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.directory.RootedFiles.Entry;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The secrets of one shared directory.
final class DirectoryClient implements SecretsClient, ChangeSource {
    private final SecretFiles files;
    private final DirectoryWatch watch;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    DirectoryClient(String name, RootedFiles files, DirectoryWatch watch) {
        this.files = new SecretFiles(name, files);
        this.watch = watch;
    }

    @Override
    public SecretValue secret(RemoteKey key) throws ProviderException {
        FilePath path = path(key);
        return switch (files.look(path)) {
            case Entry.Missing _ -> throw files.notFound(path);
            case Entry.File _ when key.property().isEmpty() -> files.value(path);
            case Entry.File _ ->
                    document(path)
                            .property(key.property())
                            .orElseThrow(() -> noProperty(path, key.property()));
            case Entry.Directory directory when key.property().isEmpty() ->
                    JsonSecret.of(texts(values(path, directory))).value();
            case Entry.Directory _ -> member(path, key.property());
        };
    }

    private static FilePath path(RemoteKey key) throws ProviderException {
        if (!key.version().isEmpty()) {
            throw new ProviderException(Kind.UNSUPPORTED, "files have no versions");
        }
        if (key.metadata()) {
            throw new ProviderException(Kind.UNSUPPORTED, "files have no metadata to fetch");
        }
        return path(key.key());
    }

    private static FilePath path(String key) throws ProviderException {
        return FilePath.parse(key)
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.UNSUPPORTED,
                                "\"%s\" is no path below a directory".formatted(key)));
    }

    private JsonSecret document(FilePath path) throws ProviderException {
        return FileDocument.parse(path.name(), files.value(path))
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.BAD_VALUE, files.named(path) + " is neither JSON nor YAML"));
    }

    private ProviderException noProperty(FilePath path, String property) {
        return new ProviderException(
                Kind.NOT_FOUND, "%s has no property %s".formatted(files.named(path), property));
    }

    /// A file of a directory or, since names of files have dots, a property of the file with the
    /// longest name that the given one begins with.
    private SecretValue member(FilePath directory, String property) throws ProviderException {
        for (int end = property.length(); end > 0; end = property.lastIndexOf('.', end - 1)) {
            String rest = property.substring(Math.min(end + 1, property.length()));
            Optional<FilePath> file =
                    FilePath.parse(property.substring(0, end))
                            .filter(name -> name.depth() == 1)
                            .map(name -> directory.child(name.name()));
            if (file.isPresent() && files.look(file.get()) instanceof Entry.File) {
                SecretValue value = files.value(file.get());
                Optional<SecretValue> found =
                        end == property.length()
                                ? Optional.of(value)
                                : FileDocument.parse(file.get().name(), value)
                                        .flatMap(json -> json.property(rest));
                return found.orElseThrow(() -> noProperty(directory, property));
            }
        }
        throw noProperty(directory, property);
    }

    @Override
    public Map<String, SecretValue> properties(RemoteKey key) throws ProviderException {
        FilePath path = path(key);
        if (!key.property().isEmpty()) {
            return JsonSecret.parse(secret(key))
                    .flatMap(JsonSecret::properties)
                    .orElseThrow(() -> noObject(key.property() + " of " + files.named(path)));
        }
        return switch (files.look(path)) {
            case Entry.Missing _ -> throw files.notFound(path);
            case Entry.File _ ->
                    FileDocument.parse(path.name(), files.value(path))
                            .flatMap(JsonSecret::properties)
                            .orElseThrow(() -> noObject(files.named(path)));
            case Entry.Directory directory -> values(path, directory);
        };
    }

    private static ProviderException noObject(String what) {
        return new ProviderException(Kind.BAD_VALUE, what + " is no object of JSON or YAML");
    }

    /// The files of a directory by name, without those of directories in it.
    private Map<String, SecretValue> values(FilePath path, Entry.Directory directory)
            throws ProviderException {
        FoundValues values = new FoundValues();
        for (String name : directory.names()) {
            FilePath child = path.child(name);
            if (files.lookInside(child) instanceof Entry.File) {
                values.add(name, files.value(child));
            }
        }
        return values.values();
    }

    private static SortedMap<String, String> texts(Map<String, SecretValue> values) {
        SortedMap<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    @Override
    public Map<String, SecretValue> find(FindQuery query) throws ProviderException {
        if (!query.tags().isEmpty()) {
            throw new ProviderException(Kind.UNSUPPORTED, "files have no tags to be found by");
        }
        String given = query.path().replaceAll("/+$", "");
        FilePath start = given.isEmpty() ? FilePath.root() : path(given);
        FoundValues found = new FoundValues();
        for (FilePath file : files.below(start).keySet()) {
            String key = file.toString();
            if (query.name().map(name -> name.test(key)).orElse(true)) {
                Optional<SecretValue> value = files.find(file);
                if (value.isPresent()) {
                    found.add(key, value.get());
                }
            }
        }
        return found.values();
    }

    @Override
    public void validate() throws ProviderException {
        var _ = files.look(FilePath.root());
    }

    @Override
    public Subscription subscribe(Consumer<Change> listener) throws InterruptedException {
        Subscription subscription = watch.subscribe(listener);
        subscriptions.add(subscription);
        return () -> {
            subscription.close();
            subscriptions.remove(subscription);
        };
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }
}
