package dev.purser.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrerequisitesTests {
    @TempDir Path bin;

    private Path program(String name) throws IOException {
        return Files.createFile(
                bin.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void aProgramOnThePathIsThere() throws IOException {
        program("purser-test-program");
        Requirement there =
                new Requirement("there", List.of("purser-test-program"), "some-package");
        Requirement absent =
                new Requirement("absent", List.of("purser-no-such-program"), "other-package");

        assertThat(new Prerequisites(bin.toString()).missing(List.of(there, absent)))
                .containsExactly(absent);
    }

    @Test
    void anyOfSeveralPlacesWillDo() throws IOException {
        Path plugin = program("bridge");
        Requirement plugins =
                new Requirement(
                        "plugins",
                        List.of("/no/such/place/bridge", plugin.toString()),
                        "plugins-package");

        assertThat(new Prerequisites("").missing(List.of(plugins))).isEmpty();
    }
}
