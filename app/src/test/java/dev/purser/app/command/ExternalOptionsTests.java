package dev.purser.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.data.Instance;
import dev.purser.app.serve.ExternalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ExternalOptionsTests {
    @TempDir Path root;

    private static ExternalSettings settings(Instance.Mode mode, String... arguments) {
        ExternalOptions options = new ExternalOptions();
        CommandLine.populateCommand(options, arguments);
        return options.settings(mode, Map.of("AWS_STS_ENDPOINT", "http://sts"));
    }

    @ParameterizedTest
    @CsvSource({
        "FULL, '', true",
        "NO_NODE, '', true",
        "API_ONLY, '', false",
        "API_ONLY, --external-secrets, true",
        "API_ONLY, --external-secrets=true, true",
        "FULL, --external-secrets=false, false",
    })
    void onWhereThereAreControllersUnlessSomebodySaysOtherwise(
            Instance.Mode mode, String argument, boolean enabled) {
        ExternalSettings settings = argument.isEmpty() ? settings(mode) : settings(mode, argument);
        assertThat(settings.isEnabled()).isEqualTo(enabled);
        assertThat(settings.ambient()).isFalse();
        assertThat(settings.environment()).containsKey("AWS_STS_ENDPOINT");
    }

    @Test
    void directoriesHaveNamesAndPerhapsNamespaces() throws IOException {
        Path odd = Files.createDirectory(root.resolve("a:b,c d"));
        ExternalSettings settings =
                settings(
                        Instance.Mode.FULL,
                        "--external-secrets-directory=all=" + root,
                        "--external-secrets-directory=some=" + root + ":one,two",
                        "--external-secrets-directory=odd=" + odd);
        assertThat(settings.directories())
                .isEqualTo(
                        Map.of(
                                "all", new ExternalSettings.Directory(root, Set.of()),
                                "some", new ExternalSettings.Directory(root, Set.of("one", "two")),
                                "odd", new ExternalSettings.Directory(odd, Set.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "=/tmp", "Name=/tmp", "name=tmp", "name=", "name=/tmp:Bad"})
    void otherFormsAreRefused(String text) {
        assertThatThrownBy(
                        () -> settings(Instance.Mode.FULL, "--external-secrets-directory=" + text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("--external-secrets-directory: ");
    }

    @Test
    void aDirectoryHasToBeThereAndANameIsGivenOnce() {
        assertThatThrownBy(() ->
                        settings(
                                Instance.Mode.FULL,
                                "--external-secrets-directory=a=" + root.resolve("none")))
                .hasMessageContaining("there is no directory " + root.resolve("none"));
        assertThatThrownBy(() ->
                        settings(
                                Instance.Mode.FULL,
                                "--external-secrets-directory=a=" + root,
                                "--external-secrets-directory=a=" + root))
                .hasMessageContaining("the name a is given twice");
    }
}
