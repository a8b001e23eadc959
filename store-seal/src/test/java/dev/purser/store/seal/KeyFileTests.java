package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTests {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @TempDir Path directory;

    private Path path() {
        return directory.resolve("keys");
    }

    private KeyFile file() {
        return new KeyFile(path(), new SecureRandom());
    }

    private static List<String> names(Keyring keyring) {
        return keyring.keys().stream().map(NamedKey::name).toList();
    }

    @Test
    void whatWasCreatedIsRead() {
        Keyring created = file().create();
        Keyring read = file().read().orElseThrow();
        assertThat(names(read)).isEqualTo(names(created)).hasSize(1);
        assertThat(read.sealing().secret()).isEqualTo(created.sealing().secret());
        assertThat(read.sealing().secret().getEncoded()).hasSize(32);
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        file().create();
        assertThat(Files.getPosixFilePermissions(path()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void nothingElseIsLeftInTheDirectory() throws IOException {
        file().create();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path());
        }
    }

    @Test
    void aFileThatIsThereIsNeverOverwritten() throws IOException {
        Files.writeString(path(), "precious");
        assertThatThrownBy(() -> file().create()).isInstanceOf(StoreException.class);
        assertThat(path()).hasContent("precious");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path());
        }
    }

    @Test
    void aMissingFileIsEmpty() {
        assertThat(file().read()).isEmpty();
    }

    @Test
    void severalKeysKeepTheirOrder() throws IOException {
        Files.writeString(path(), "# new\nb " + KEY + "\n\n  a\t" + KEY + "\r\n");
        assertThat(names(file().read().orElseThrow())).containsExactly("b", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a " + KEY + " b", "a !!!!", "a AAAA", "a:b " + KEY})
    void aLineThatIsNoKeyIsNamedAndNotShown(String line) throws IOException {
        Files.writeString(path(), "# keys\n" + line + "\n");
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(StoreException.class)
                .hasNoCause()
                .hasMessage(
                        "line 2 of the key file "
                                + path()
                                + " is not a name and a base64 key of 16, 24 or 32 bytes");
    }

    @Test
    void aFileWithoutKeysIsNoKeyring() throws IOException {
        Files.writeString(path(), "# nothing\n");
        assertThatThrownBy(() -> file().read()).hasMessageContaining("at least one key");
    }

    @Test
    void noKeyShowsItsBytes() throws IOException {
        Files.writeString(path(), "a " + KEY);
        Keyring keyring = file().read().orElseThrow();
        assertThat(keyring).hasToString("Keyring[keys=[key a]]");
    }
}
