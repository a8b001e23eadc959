package dev.purser.node.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real mounts; needs root.
@Tag("containers")
class LinuxMountsTests {
    @TempDir Path temporary;
    private final LinuxMounts mounts = new LinuxMounts();
    private Path volume;

    @BeforeEach
    void prepare() throws IOException {
        volume = Files.createDirectory(temporary.resolve("a volume"));
    }

    @AfterEach
    void unmount() throws IOException {
        for (Path mounted : mounts.mountedBeneath(temporary).reversed()) {
            mounts.unmount(mounted);
        }
        assertThat(mounts.mountedBeneath(temporary)).isEmpty();
    }

    @Nested
    class Tmpfs {
        @Test
        void isEmptyOpenToAllAndLimited() throws Exception {
            Files.writeString(volume.resolve("below"), "x");
            mounts.mountTmpfs(volume, 1 << 20);

            assertThat(volume).isEmptyDirectory();
            assertThat(new HostFiles().mode(volume)).isEqualTo(01777);
            assertThat(Files.getFileStore(volume).type()).isEqualTo("tmpfs");
            assertThat(Files.getFileStore(volume).getTotalSpace()).isEqualTo(1 << 20);
            assertThat(mounts.isMountPoint(volume)).isTrue();
            assertThat(mounts.mountedBeneath(temporary)).containsExactly(volume.toRealPath());
        }

        @Test
        void isGoneAfterUnmounting() throws Exception {
            mounts.mountTmpfs(volume, 0);
            Files.writeString(volume.resolve("secret"), "x");
            mounts.unmount(volume);

            assertThat(mounts.isMountPoint(volume)).isFalse();
            assertThat(volume).isEmptyDirectory();
        }

        @Test
        void isTakenAwayEvenFromThoseWhoUseIt() throws Exception {
            mounts.mountTmpfs(volume, 0);
            Path file = volume.resolve("f");
            try (var open = Files.newOutputStream(file)) {
                mounts.unmount(volume);
                open.write(1);
            }

            assertThat(mounts.isMountPoint(volume)).isFalse();
        }

        @Test
        void cannotBeMountedOnNothing() {
            assertThatThrownBy(() -> mounts.mountTmpfs(temporary.resolve("absent"), 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No such file or directory");
        }
    }

    @Nested
    class Binding {
        private Path target() throws IOException {
            return Files.createFile(temporary.resolve("target"));
        }

        @Test
        void showsAFileThroughSymlinksThatStayInside() throws Exception {
            Files.createDirectory(volume.resolve("..state"));
            Files.writeString(volume.resolve("..state/k"), "old");
            Files.createSymbolicLink(volume.resolve("..data"), Path.of("..state"));
            Files.createSymbolicLink(volume.resolve("k"), Path.of("..data/k"));
            Path target = target();

            mounts.bindBeneath(volume, "k", target);
            Files.delete(volume.resolve("..data"));

            assertThat(target).hasContent("old");
        }

        @Test
        void refusesWhatLeadsOut() throws Exception {
            Path target = target();
            Files.createSymbolicLink(volume.resolve("absolute"), Path.of("/etc/passwd"));
            Files.createSymbolicLink(volume.resolve("relative"), Path.of("../target"));

            for (String path : new String[] {"absolute", "relative", "../target"}) {
                assertThatThrownBy(() -> mounts.bindBeneath(volume, path, target))
                        .as(path)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("Invalid cross-device link");
            }
        }

        @Test
        void saysThatThereIsNothing() throws Exception {
            Path target = target();

            assertThatThrownBy(() -> mounts.bindBeneath(volume, "absent", target))
                    .isInstanceOf(NoSuchFileException.class);
        }

        @Test
        void followsChangesInsideADirectory() throws Exception {
            Path target = Files.createDirectory(temporary.resolve("directory"));
            Files.createDirectory(volume.resolve("sub"));
            mounts.bindBeneath(volume, "sub", target);
            Files.writeString(volume.resolve("sub/f"), "x");

            assertThat(target.resolve("f")).hasContent("x");
        }
    }

    @Nested
    class MakingDirectories {
        @Test
        void makesThoseThatAreMissing() throws Exception {
            assertThat(mounts.makeDirectoriesBeneath(volume, "x/y", 02777)).isTrue();
            assertThat(mounts.makeDirectoriesBeneath(volume, "x/y", 0700)).isTrue();

            assertThat(new HostFiles().mode(volume.resolve("x"))).isEqualTo(02777);
            assertThat(new HostFiles().mode(volume.resolve("x/y"))).isEqualTo(02777);
        }

        @Test
        void tellsThatAFileIsThere() throws Exception {
            Files.writeString(volume.resolve("f"), "x");

            assertThat(mounts.makeDirectoriesBeneath(volume, "f", 0755)).isFalse();
        }

        @Test
        void makesNothingOutside() throws Exception {
            Path outside = Files.createDirectory(temporary.resolve("outside"));
            Files.createSymbolicLink(volume.resolve("out"), outside);

            assertThatThrownBy(() -> mounts.makeDirectoriesBeneath(volume, "out/x", 0755))
                    .isInstanceOf(IOException.class);
            assertThat(outside).isEmptyDirectory();
        }
    }
}
