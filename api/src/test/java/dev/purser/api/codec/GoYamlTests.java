package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class GoYamlTests {
    private static String yaml(String json) {
        return GoYaml.write(JsonMapper.shared().readTree(json));
    }

    @Test
    void sortsMembersAndDoesNotIndentLists() {
        assertThat(yaml("{\"b\":[{\"c\":1}],\"a\":{\"d\":true,\"e\":null}}"))
                .isEqualTo("a:\n  d: true\n  e: null\nb:\n- c: 1\n");
    }

    /// As `sigs.k8s.io/yaml` 1.6 sorted them.
    @Test
    void numbersInKeysSortBySize() {
        List<String> sorted =
                Arrays.asList(
                        (".hidden /slash 1 2 10 10.5 10.10 A a a-b a.b a_b a0 a00 a1 a1.5 a1.10 a2"
                                        + " a02 a10 a010 a099 a100 a1000 ab b v1 v2 v10 x10y1 x1y9"
                                        + " x1y10 zz \u00e9")
                                .split(" "));
        ObjectNode backwards = JsonNodeFactory.instance.objectNode();
        sorted.reversed().forEach(key -> backwards.put(key, true));

        assertThat(GoYaml.write(backwards).lines().map(line -> line.replaceAll("\"|:.*", "")))
                .containsExactlyElementsOf(sorted);
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

    @Test
    void foldsLongLinesOrNot() {
        String words = String.join(" ", Collections.nCopies(20, "words"));

        assertThat(yaml("{\"a\":\"" + words + "\"}").lines()).hasSize(2);
        assertThat(GoYaml.writeUnfolded(GoYaml.text(words))).isEqualTo(words + "\n");
    }
}
