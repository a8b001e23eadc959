package dev.purser.external.provider.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.purser.external.provider.ProviderException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvPathsTests {
    private static KvPaths paths(String version, String mount) {
        return new KvPaths(
                Optional.of(mount).filter(m -> !m.equals("-")), KvVersion.valueOf(version));
    }

    @ParameterizedTest
    @CsvSource({
        "V2, secret, foo, secret/data/foo, secret/metadata/foo",
        "V2, secret, a/b/c, secret/data/a/b/c, secret/metadata/a/b/c",
        "V2, secret, /dev/package.json, secret/data/dev/package.json, secret/metadata/dev/package.json",
        "V2, secret, a//b/, secret/data/a/b, secret/metadata/a/b",
        "V2, secret/, foo, secret/data/foo, secret/metadata/foo",
        "V2, secret/path, foo, secret/path/data/foo, secret/path/metadata/foo",
        "V2, secret/path, secret/path/foo, secret/path/data/foo, secret/path/metadata/foo",
        "V2, secret/path, secret/path/data/foo, secret/path/data/foo, secret/path/metadata/foo",
        "V2, secret/path/data, foo, secret/path/data/foo, secret/path/metadata/foo",
        "V2, secret/path, secret/pathology, secret/path/data/secret/pathology, secret/path/metadata/secret/pathology",
        "V2, secret, secret, secret/data/secret, secret/metadata/secret",
        "V2, secret, secret/data, secret/data/data, secret/metadata/data",
        "V2, -, secret/path/foo, secret/data/path/foo, secret/metadata/path/foo",
        "V2, -, secret/path/data/foo, secret/path/data/foo, secret/path/metadata/foo",
        "V2, -, secret/data/foo/data/bar, secret/data/foo/data/bar, secret/metadata/foo/data/bar",
        "V1, secret, foo, secret/foo, secret/foo",
        "V1, secret/path, secret/path/foo, secret/path/foo, secret/path/foo",
        "V1, secret, data/foo, secret/data/foo, secret/data/foo",
        "V1, -, secret/path/foo, secret/path/foo, secret/path/foo",
    })
    void whereAKeyIs(String version, String mount, String key, String data, String metadata)
            throws ProviderException {
        assertThat(paths(version, mount).data(key)).isEqualTo(data);
        assertThat(paths(version, mount).metadata(key)).isEqualTo(metadata);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../sys/mounts", "a/../../b", "a/./b", ".."})
    void noKeyLeavesTheMount(String key) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> paths("V2", "secret").data(key))
                .withMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Other: 1", "a\tb", "a\u200bb", "a\u00a0b", "\u0000"})
    void noKeyHasWhatCannotBePrinted(String key) {
        assertThatExceptionOfType(ProviderException.class)
                .isThrownBy(() -> paths("V2", "secret").data(key))
                .withMessageContaining("cannot be printed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V2"})
    void theFolderOfAllKeysIsTheMount(String version) throws ProviderException {
        assertThat(paths(version, "team/kv").metadata(""))
                .isEqualTo(version.equals("V1") ? "team/kv" : "team/kv/metadata");
    }
}
