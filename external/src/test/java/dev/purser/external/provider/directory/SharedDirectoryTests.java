package dev.purser.external.provider.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDirectoryTests {
    @Test
    void aNameAndAPathAreForEveryStore() {
        SharedDirectory directory = SharedDirectory.parse("team=/srv/secrets");

        assertThat(directory)
                .isEqualTo(new SharedDirectory("team", Path.of("/srv/secrets"), Set.of()));
        assertThat(directory.isFor("any")).isTrue();
        assertThat(directory.isFor("")).isTrue();
    }

    @Test
    void namespacesAreTheOnlyOnes() {
        SharedDirectory directory = SharedDirectory.parse("team=/srv/secrets:blue,red");

        assertThat(directory.namespaces()).containsExactlyInAnyOrder("blue", "red");
        assertThat(directory.isFor("red")).isTrue();
        assertThat(directory.isFor("green")).isFalse();
        assertThat(directory.isFor("")).as("a store of the cluster").isFalse();
    }

    @Test
    void aRelativePathIsOfTheServersOwnDirectory() {
        assertThat(SharedDirectory.parse("a=secrets/../files").path())
                .isEqualTo(Path.of("files").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "team",
                "team=",
                "=/srv",
                "Team=/srv",
                "a/b=/srv",
                "a=/srv:",
                "a=/srv:Blue",
                "a=/srv:b,",
                "a=/srv:b:c"
            })
    void otherFormsAreRefused(String text) {
        assertThatThrownBy(() -> SharedDirectory.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAME=PATH");
    }
}
