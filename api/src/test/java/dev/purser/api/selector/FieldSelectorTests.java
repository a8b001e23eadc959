package dev.purser.api.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTests {
    private static final Map<String, String> FIELDS =
            Map.of("metadata.name", "x", "type", "a,b=c\\d");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name=x|true",
                "metadata.name==x|true",
                "metadata.name!=x|false",
                "metadata.name=x,type=a\\,b\\=c\\\\d|true",
                "metadata.name=x,type!=a|true",
                "absent=|true",
            })
    void matchesFields(String selector, boolean expected) {
        assertThat(FieldSelector.parse(selector).matches(FIELDS)).isEqualTo(expected);
    }

    @Test
    void survivesBeingWrittenAndReadAgain() {
        FieldSelector selector = FieldSelector.parse("type=a\\,b\\=c\\\\d,metadata.name!=y");
        assertThat(selector).hasToString("metadata.name!=y,type=a\\,b\\=c\\\\d");
        assertThat(FieldSelector.parse(selector.toString()).terms()).isEqualTo(selector.terms());
    }

    @Test
    void tellsTheOneNameItAsksFor() {
        assertThat(FieldSelector.parse("metadata.name=x").requiredValue("metadata.name"))
                .contains("x");
        assertThat(FieldSelector.parse("metadata.name!=x").requiredValue("metadata.name"))
                .isEmpty();
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> FieldSelector.parse("a=1,oops"))
                .hasMessage("invalid selector: 'a=1,oops'; can't understand 'oops'");
        assertThatThrownBy(() -> FieldSelector.parse("a=b\\x"))
                .hasMessage("invalid field selector: invalid escape sequence: \\x");
        assertThatThrownBy(() -> FieldSelector.parse("a=b=c"))
                .hasMessage("invalid field selector: unescaped character in value: 61");
    }

    @Test
    void refusesFieldsThatTheResourceDoesNotOffer() {
        FieldSelector selector = FieldSelector.parse("data.k=1");
        assertThatThrownBy(() ->
                        selector.requireSupported(Set.of(), Set.of("type"), field -> "no " + field))
                .hasMessage("no data.k");
        assertThatThrownBy(
                        () -> selector.requireSupported(Set.of(), Set.of(), field -> "no " + field))
                .hasMessage(
                        "\"data.k\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    @Test
    void refusesTheNamespaceWhereItIsNotOffered() {
        FieldSelector selector = FieldSelector.parse("metadata.namespace=a");
        Set<String> name = Set.of("metadata.name");
        assertThatThrownBy(() ->
                        selector.requireSupported(name, Set.of("type"), field -> "no " + field))
                .hasMessage("no metadata.namespace");
    }
}
