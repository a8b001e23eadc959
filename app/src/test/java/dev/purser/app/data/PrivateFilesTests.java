package dev.purser.app.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTests {
    @TempDir private Path parent;
    private DataDirectory directory;

    @BeforeEach
    void create() throws IOException {
        directory = new DataDirectory(parent.resolve("data"));
        directory.create();
    }

    private static Path write(Path file, String mode) throws IOException {
        Files.writeString(file, "x");
        return allow(file, mode);
    }

    private static Path allow(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aFreshDirectoryIsPrivate() throws IOException {
        assertThat(PrivateFiles.tighten(directory)).isEmpty();
        assertThat(mode(directory.root())).isEqualTo("rwx------");
        assertThat(mode(directory.pki())).isEqualTo("rwx------");
    }

    @Test
    void whatOthersMayUseIsTakenFromThemAndTold() throws IOException {
        Path key = write(directory.keys().resolve("secrets.keys"), "rw-r-----");
        Path database = write(directory.store(), "rw-rw-rw-");
        Path kubeconfig = write(directory.adminKubeconfig(), "rw-r--r--");
        Path certificate = write(directory.pki().resolve("ca.crt"), "rw-r--r--");
        Path log = write(directory.log(), "rw-r--r--");
        allow(directory.root(), "rwxr-xr-x");
        allow(directory.pki(), "rwxr-x---");

        assertThat(PrivateFiles.tighten(directory))
                .containsExactlyInAnyOrder(
                        directory.root(), directory.pki(), key, database, kubeconfig);

        assertThat(mode(directory.root())).isEqualTo("rwx------");
        assertThat(mode(directory.pki())).isEqualTo("rwx------");
        assertThat(mode(key)).isEqualTo("rw-------");
        assertThat(mode(database)).isEqualTo("rw-------");
        assertThat(mode(kubeconfig)).isEqualTo("rw-------");
        assertThat(mode(certificate)).isEqualTo("rw-r--r--");
        assertThat(mode(log)).isEqualTo("rw-------");
        assertThat(PrivateFiles.tighten(directory)).isEmpty();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = write(parent.resolve("elsewhere"), "rw-r--r--");
        Files.createSymbolicLink(directory.keys().resolve("link"), elsewhere);
        assertThat(PrivateFiles.tighten(directory)).isEmpty();
        assertThat(mode(elsewhere)).isEqualTo("rw-r--r--");
    }
}
