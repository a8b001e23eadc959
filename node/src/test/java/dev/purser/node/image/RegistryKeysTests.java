package dev.purser.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.cri.RegistryCredential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryKeysTests {
    private static List<String> users(String place, String image) {
        RegistryKeys keys = new RegistryKeys();
        keys.addConfigJson(
                "{\"auths\":{\"%s\":{\"username\":\"u\",\"password\":\"p\"}}}".formatted(place));
        return keys.of(image).stream().map(RegistryCredential::username).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example, registry.example/a:1",
        "https://registry.example/v2/, registry.example/a/b@sha256:00",
        "registry.example:5000, registry.example:5000/a:1",
        "registry.example/team, registry.example/team/a",
        "*.example.com, eu.example.com/a",
        "eu-*.example.com, eu-1.example.com/a",
        "https://index.docker.io/v1/, busybox",
        "https://index.docker.io/v1/, docker.io/me/mine:2",
        "docker.io, busybox:1",
    })
    void credentialsAreForAPlace(String place, String image) {
        assertThat(users(place, image)).containsExactly("u");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example, other.example/a",
        "registry.example, registry.example:5000/a",
        "registry.example:5000, registry.example/a",
        "registry.example/team, registry.example/other/a",
        "*.example.com, a.b.example.com/x",
        "*.example.com, example.com/x",
        "https://index.docker.io/v1/, quay.io/a",
    })
    void othersDoNotGetThem(String place, String image) {
        assertThat(users(place, image)).isEmpty();
    }

    @Test
    void moreExactPlacesGoFirst() {
        RegistryKeys keys = new RegistryKeys();
        keys.addConfig(
                "{\"r.example\":{\"username\":\"all\",\"password\":\"p\"},"
                        + "\"r.example/a/b\":{\"username\":\"ab\",\"password\":\"p\"},"
                        + "\"r.example/a\":{\"username\":\"a\",\"password\":\"p\"}}");

        assertThat(keys.of("r.example/a/b/c:1"))
                .extracting(RegistryCredential::username)
                .containsExactly("ab", "a", "all");
    }

    @Test
    void bothMayBeInOne() {
        RegistryKeys keys = new RegistryKeys();
        String auth = Base64.getEncoder().encodeToString("me:p:w".getBytes(StandardCharsets.UTF_8));
        keys.addConfig("{\"r.example\":{\"auth\":\"%s\"}}".formatted(auth));

        assertThat(keys.of("r.example/a"))
                .singleElement()
                .matches(each -> each.username().equals("me") && each.password().equals("p:w"))
                .hasToString("(hidden)");
    }

    @Test
    void nonsenseIsNoCredential() {
        RegistryKeys keys = new RegistryKeys();
        keys.addConfigJson("nonsense");
        keys.addConfig("{\"r.example\":{\"auth\":\"!\"}}");

        assertThat(keys.of("r.example/a")).isEmpty();
    }
}
