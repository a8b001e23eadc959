package dev.purser.external.provider.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.external.secret.SecretValue;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyPathTests {
    private static final String TEXT =
            """
            {"user": {"name": "ann", "a.b": "dotted", "nested": {"x": [1, 2,3]} },
             "list": [{"n": "a", "age": 3, "on": true}, {"n": "b", "age": 40, "on": false}, {"n": "c"}],
             "port": 5432, "share": 1.50, "large": 12345678901234567890, "exp": 1e3,
             "yes": true, "none": null, "empty": "", "text": "{\\"in\\": \\"side\\"}",
             "quote": "a\\"b\\u00e9", "words": ["x", "yy", "xz"], "#": "hash", "0": "zero"}
            """;

    private static JsonSecret secret() {
        return JsonSecret.parse(SecretValue.of(TEXT)).orElseThrow();
    }

    private static String at(String path) {
        return PropertyPath.of(path).in(secret()).map(SecretValue::text).orElse("(nothing)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    user.name | ann
                    user.a\\.b | dotted
                    user.nested | {"x": [1, 2,3]}
                    user.nested.x | [1, 2,3]
                    user.nested.x.1 | 2
                    user.nested.x.9 | (nothing)
                    user.nested.x.-1 | (nothing)
                    user.name.more | (nothing)
                    port | 5432
                    share | 1.5
                    large | 12345678901234567890
                    exp | 1000
                    yes | true
                    quote | a"bé
                    list.# | 3
                    list.#.n | ["a","b","c"]
                    list.#.age | [3,40]
                    list.#.missing | []
                    list.1.n | b
                    list.#(n=="b").age | 40
                    list.#(n="b").age | 40
                    list.#(age>3).n | b
                    list.#(age>=3)#.n | ["a","b"]
                    list.#(age<=3)#.n | ["a"]
                    list.#(age!=3)#.n | ["b"]
                    list.#(on==true).n | a
                    list.#(n%"?")#.n | ["a","b","c"]
                    list.#(n!%"a*")#.n | ["b","c"]
                    list.#(age)#.n | ["a","b"]
                    list.#(n=="z").age | (nothing)
                    list.#(n=="z")#.age | []
                    words.#(%"x*")# | ["x","xz"]
                    words.#(=="yy") | yy
                    user.nested.x.#(!="x")# | [1,2,3]
                    user.@reverse.n* | {"x": [1, 2,3]}
                    *.0.n | a
                    u*r.nam? | ann
                    u*.name | ann
                    p?rt | 5432
                    p\\?rt | (nothing)
                    # | hash
                    0 | zero
                    user.nested.x.@reverse | [3,2,1]
                    user.nested.@keys | ["x"]
                    user.nested.@values | [[1, 2,3]]
                    text.@fromstr.in | side
                    user.nested.@this | {"x": [1, 2,3]}
                    user.nested.@pretty | (nothing)
                    list.#( | (nothing)
                    list.#(n=="a | (nothing)
                    list.#(n=="a")x | (nothing)
                    user..name | (nothing)
                    .user | (nothing)
                    missing | (nothing)
                    """)
    void leadsTo(String path, String value) {
        assertThat(at(path)).isEqualTo(value);
    }

    @Test
    void aPipeEndsWhatIsDonePerElement() {
        assertThat(at("list.#.n|1")).isEqualTo("b");
        assertThat(at("list.#(age)#.age|#")).isEqualTo("2");
        assertThat(at("list.#(n==\"a|b\")")).isEqualTo("(nothing)");
    }

    @Test
    void nullAndEmptyTextsAreEmptyValues() {
        assertThat(at("none")).isEmpty();
        assertThat(at("empty")).isEmpty();
        assertThat(at("")).isEqualTo(TEXT.strip());
    }

    @Test
    void membersComeBeforePaths() {
        JsonSecret secret =
                JsonSecret.parse(
                                SecretValue.of(
                                        "{\"a.b\": \"1\", \"a\": {\"b\": \"2\"}, \"n\": 1.50}"))
                        .orElseThrow();
        assertThat(secret.property("a.b")).contains(SecretValue.of("1"));
        assertThat(secret.property("a.b\\.c")).isEmpty();
        assertThat(secret.property("n")).contains(SecretValue.of("1.5"));
        assertThat(secret.property("a")).contains(SecretValue.of("{\"b\": \"2\"}"));
    }

    @Test
    void propertiesOfAnObject() {
        Map<String, SecretValue> properties =
                JsonSecret.parse(
                                SecretValue.of(
                                        "{\"t\":\"x\",\"n\":1e5,\"o\":{\"k\": 1},\"z\":null}"))
                        .orElseThrow()
                        .properties()
                        .orElseThrow();
        assertThat(properties)
                .isEqualTo(
                        Map.of(
                                "t", SecretValue.of("x"),
                                "n", SecretValue.of("1e5"),
                                "o", SecretValue.of("{\"k\": 1}"),
                                "z", SecretValue.of("")));
    }

    @Test
    void arraysAndTextsHaveNoProperties() {
        assertThat(JsonSecret.parse(SecretValue.of("[1]")).orElseThrow().properties()).isEmpty();
        assertThat(JsonSecret.parse(SecretValue.of("\"x\"")).orElseThrow().properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "{\"a\":", "{} {}", "{'a':1}", "[1,]"})
    void whatIsNoJson(String text) {
        assertThat(JsonSecret.parse(SecretValue.of(text))).isEmpty();
    }

    @Test
    void bytesAndDeepNestingAreNoJson() {
        assertThat(JsonSecret.parse(SecretValue.of(new byte[] {'"', (byte) 0xff, '"'}))).isEmpty();
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(JsonSecret.parse(SecretValue.of(deep))).isEmpty();
    }

    @Test
    void longTextsKeepTheirPlaces() {
        String filler = "ä\\n".repeat(40_000);
        JsonSecret secret =
                JsonSecret.parse(
                                SecretValue.of(
                                        "{\"f\": \"" + filler + "\", \"o\": {\"k\" : [ 1 ]}}"))
                        .orElseThrow();
        assertThat(secret.property("o")).contains(SecretValue.of("{\"k\" : [ 1 ]}"));
        assertThat(secret.property("o.k")).contains(SecretValue.of("[ 1 ]"));
    }

    @Test
    void objectsOfTexts() {
        JsonSecret secret = JsonSecret.of(new TreeMap<>(Map.of("b", "2", "a", "\"")));
        assertThat(secret.value().text()).isEqualTo("{\"a\":\"\\\"\",\"b\":\"2\"}");
    }

    @Test
    void nothingShowsAValue() {
        assertThat(secret().toString() + secret().root()).doesNotContain("ann", "5432");
    }
}
