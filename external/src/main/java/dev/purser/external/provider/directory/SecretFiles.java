package dev.purser.external.provider.directory;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.directory.RootedFiles.Entry;
import dev.purser.external.provider.directory.RootedFiles.ForbiddenPathException;
import dev.purser.external.provider.directory.RootedFiles.Stamp;
import dev.purser.external.provider.directory.RootedFiles.TooLargeException;
import dev.purser.external.secret.SecretValue;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.Optional;

/// The files of a shared directory, with failures in the words of a provider. A directory that is
/// out of reach, as when a disk is not mounted, is unavailable and not empty: nobody's Secret goes
/// for that.
///
/// @param name of the shared directory
record SecretFiles(String name, RootedFiles files) {
    private interface Access<T> {
        T run() throws IOException, ForbiddenPathException;
    }

    /// How messages call a file.
    String named(FilePath path) {
        return "%s of directory %s".formatted(path, name);
    }

    ProviderException notFound(FilePath path) {
        return new ProviderException(
                Kind.NOT_FOUND, "there is no %s in directory %s".formatted(path, name));
    }

    Entry look(FilePath path) throws ProviderException {
        return access(path, () -> files.look(path));
    }

    /// What there is at the path of an entry that was listed; what may not be looked at is missing.
    Entry lookInside(FilePath path) throws ProviderException {
        return access(
                path,
                () -> {
                    try {
                        return files.look(path);
                    } catch (ForbiddenPathException _) {
                        return new Entry.Missing();
                    }
                });
    }

    SecretValue value(FilePath path) throws ProviderException {
        return find(path).orElseThrow(() -> notFound(path));
    }

    /// The content of a file; empty when it has just gone.
    Optional<SecretValue> find(FilePath path) throws ProviderException {
        return access(path, () -> files.read(path)).map(SecretValue::of);
    }

    /// All files below a path.
    Map<FilePath, Stamp> below(FilePath path) throws ProviderException {
        return access(path, () -> new FileTree(files).below(path));
    }

    private <T> T access(FilePath path, Access<T> access) throws ProviderException {
        try {
            return access.run();
        } catch (ForbiddenPathException e) {
            throw new ProviderException(Kind.DENIED, named(path) + " " + e.getMessage(), e);
        } catch (TooLargeException e) {
            throw new ProviderException(Kind.BAD_VALUE, named(path) + " " + e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw new ProviderException(Kind.DENIED, "the server may not read " + named(path), e);
        } catch (IOException e) {
            throw new ProviderException(
                    Kind.UNAVAILABLE,
                    "directory %s cannot be read (%s)"
                            .formatted(name, e.getClass().getSimpleName()),
                    e);
        }
    }
}
