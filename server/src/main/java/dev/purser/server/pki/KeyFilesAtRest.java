package dev.purser.server.pki;

import dev.purser.store.Value;
import dev.purser.store.custody.PrivateFiles;
import dev.purser.store.seal.SealedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files with private keys in the directory of a [ClusterPki], as they lie on the disk: which
/// are sealed, with which key, and their sealing anew. Thread-safe.
public final class KeyFilesAtRest {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFilesAtRest.class);
    private static final String PLAIN = "-----BEGIN " + Pem.PRIVATE_KEY + "-----";

    private final Path directory;
    private final FileSeal seal;
    private final PrivateFiles disk;

    /// @param seal the same object that the [ClusterPki] of this process has, if it has one
    public KeyFilesAtRest(Path directory, FileSeal seal, PrivateFiles disk) {
        this.directory = directory;
        this.seal = seal;
        this.disk = disk;
    }

    /// A file with a private key.
    ///
    /// @param sealedBy [SealedBy#NOBODY] when it is in plain
    /// @param current whether it is sealed with the key that seals now
    public record KeyFile(String name, SealedBy sealedBy, boolean current) {
        public boolean isPlain() {
            return sealedBy.equals(SealedBy.NOBODY);
        }
    }

    /// Every file of Purser's own that holds a private key, by name.
    ///
    /// @throws PkiException if one cannot be read
    public List<KeyFile> list() {
        List<KeyFile> found = new ArrayList<>();
        for (String name : names(directory)) {
            read(name)
                    .filter(KeyFilesAtRest::holdsKey)
                    .ifPresent(bytes ->
                            found.add(
                                    new KeyFile(
                                            name,
                                            SealedBy.read(Value.of(bytes)),
                                            isSettled(name, bytes))));
        }
        return found;
    }

    /// The name of a file that is sealed, if there is one; needs no key.
    public static Optional<String> anySealed(Path directory, PrivateFiles disk) {
        return names(directory).stream()
                .filter(name ->
                        read(directory.resolve(name), disk)
                                .filter(bytes -> SealedBy.isSealed(Value.of(bytes)))
                                .isPresent())
                .findFirst();
    }

    /// Seals each file with the key that seals now, if it is not yet. Every file changes at once or
    /// not at all, and is on the disk before the next: killed in between, it goes on next time.
    ///
    /// Other processes that write here are kept out by the caller.
    ///
    /// @throws PkiException if one cannot be opened or written; it is as it was then
    public void sealAll() {
        for (String name : names(directory)) {
            synchronized (seal) {
                read(name)
                        .filter(KeyFilesAtRest::holdsKey)
                        .filter(bytes -> !isSettled(name, bytes))
                        .ifPresent(bytes -> settle(name, bytes));
            }
        }
    }

    private boolean isSettled(String name, byte[] stored) {
        return !isLeftover(name) && seal.isCurrent(stored);
    }

    private void settle(String name, byte[] stored) {
        try {
            if (isLeftover(name)) {
                disk.remove(directory.resolve(name));
            } else {
                sealAnew(name, seal.open(name, stored));
            }
        } catch (IOException e) {
            throw new PkiException(directory.resolve(name) + " cannot be sealed: " + e, e);
        }
    }

    private void sealAnew(String name, byte[] plain) throws IOException {
        try {
            disk.replace(directory.resolve(name), seal.seal(name, plain));
            LOG.debug("{} is sealed anew", name);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /// The names that Purser gives to files with keys, and to those that a killed write has left.
    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> ClusterPki.holdsPrivateKey(name) || isLeftover(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PkiException(directory + " cannot be read: " + e, e);
        }
    }

    /// What a killed write has left. Nobody is at it now: whoever writes holds the monitor.
    private static boolean isLeftover(String name) {
        return name.startsWith(".") && name.endsWith(".new");
    }

    private static boolean holdsKey(byte[] bytes) {
        return SealedBy.isSealed(Value.of(bytes))
                || new String(bytes, StandardCharsets.ISO_8859_1).contains(PLAIN);
    }

    private Optional<byte[]> read(String name) {
        return read(directory.resolve(name), disk);
    }

    private static Optional<byte[]> read(Path file, PrivateFiles disk) {
        try {
            return disk.read(file);
        } catch (IOException e) {
            throw new PkiException(file + " cannot be read: " + e, e);
        }
    }
}
