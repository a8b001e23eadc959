package dev.purser.app.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at each start whether what must be private still is: somebody may have copied the data
/// back from elsewhere, or been generous.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNERS_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<String> PUBLIC_SUFFIXES = Set.of(".crt", ".pub");

    private final List<Path> tightened = new ArrayList<>();

    private PrivateFiles() {}

    /// Takes from everybody else what they may do with the directory, and with the keys and the
    /// database in it. Certificates without keys and public keys are for everybody, behind the
    /// directory's own mode.
    ///
    /// @return what was not private before
    public static List<Path> tighten(DataDirectory directory) throws IOException {
        PrivateFiles files = new PrivateFiles();
        files.directory(directory.root());
        for (Path inner :
                List.of(
                        Path.of(String.valueOf(directory.store().getParent())),
                        directory.keys(),
                        directory.pki())) {
            files.directory(inner);
            files.content(inner);
        }
        files.directory(directory.logs());
        files.file(directory.adminKubeconfig());
        List<Path> told = List.copyOf(files.tightened);
        // Log files are made by a library with modes of its own, in a directory that is private.
        files.content(directory.logs());
        return told;
    }

    private void content(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path each : files.sorted().toList()) {
                    file(each);
                }
            }
        }
    }

    private void directory(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            restrict(directory, OWNERS_DIRECTORY);
        }
    }

    private void file(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && PUBLIC_SUFFIXES.stream().noneMatch(file.toString()::endsWith)) {
            restrict(file, OWNERS_FILE);
        }
    }

    private void restrict(Path path, Set<PosixFilePermission> owners) throws IOException {
        Set<PosixFilePermission> had =
                Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (!owners.containsAll(had)) {
            Files.setPosixFilePermissions(path, owners);
            tightened.add(path);
        }
    }
}
