package dev.purser.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class YamlTextTests {
    private static String yaml(String json) {
        return YamlText.write(JsonMapper.shared().readTree(json));
    }

    @Test
    void sortsMembersAndDoesNotIndentLists() {
        assertThat(yaml("{\"b\":[{\"c\":1}],\"a\":{\"d\":true,\"e\":null}}"))
                .isEqualTo("a:\n  d: true\n  e: null\nb:\n- c: 1\n");
    }

    @Test
    void writesEmptyCollectionsInPlace() {
        assertThat(yaml("{\"a\":{},\"b\":[]}")).isEqualTo("a: {}\nb: []\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "yes", "null", "", "1e3", "0x1f", "2020-01-01", "12:30"})
    void quotesTextThatWouldReadAsSomethingElse(String text) {
        assertThat(yaml("{\"a\":\"" + text + "\"}")).isEqualTo("a: \"" + text + "\"\n");
    }

    @Test
    void writesLinesAsABlock() {
        assertThat(yaml("{\"a\":\"one\\ntwo\\n\"}")).isEqualTo("a: |\n  one\n  two\n");
    }
}
