package dev.purser.external.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Templates that would never end, or that would fill the memory.
class TemplateBoundsTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{ range 100000000 }}{{ end }}#takes more than 1000000 steps",
                "{{ range until 100000000 }}{{ end }}#a value would be larger",
                "{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}#exceeded maximum template depth",
                "{{ repeat 9223372036854775807 \"ab\" }}#a value would be larger",
                "{{ range 1000000 }}0123456789{{ end }}#the text is longer than 1048576 bytes",
                "{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ $d }}#nested more than 100 deep",
                "{{ $d := dict }}{{ $_ := set $d \"self\" $d }}{{ toJson $d }}#nested more than 100 deep",
                "{{ $s := \"ab\" }}{{ range 60 }}{{ $s = print $s $s }}{{ end }}#a value would be larger",
                "{{ $l := list 1 }}{{ range 60 }}{{ $l = list $l $l }}{{ end }}#a value is larger",
                "{{ indent 999999999 \"a\" }}#a value would be larger",
                "{{ randAlphaNum 999999999 }}#a value would be larger",
                "{{ range 100 }}{{ bcrypt \"x\" }}{{ end }}#takes more than 1000000 steps",
            })
    void ends(String template, String why) {
        assertThat(Rendering.failure(template, Map.of())).contains(why);
    }

    @Test
    void deeplyNestedText() {
        assertThat(
                        Rendering.failure(
                                "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + "}}", Map.of()))
                .contains("max expression depth exceeded");
        assertThat(
                        Rendering.failure(
                                "{{ if 1 }}".repeat(5000) + "{{ end }}".repeat(5000), Map.of()))
                .contains("max nesting depth exceeded");
    }

    @Test
    void aMebibyteIsWritten() throws TemplateException {
        assertThat(Rendering.render("{{ repeat 1048576 \"x\" }}", Map.of())).hasSize(1 << 20);
    }
}
