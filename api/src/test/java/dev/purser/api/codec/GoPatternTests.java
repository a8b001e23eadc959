package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoPatternTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "^db-(.*)$",
                "[a-z]{3,10}(x|y)*",
                "(a{30}){30}",
                "a{1000}",
                "(a{500}|b{999}){1}",
                "[]{9999]{2}",
                "[^]{9999}[:alpha:]{5000]{2}",
                "[[:alpha:]]{100}",
                "\\{9999}",
                "\\p{Greek}{100}",
                "\\x{10FFFF}{100}",
                "\\Q(a{1000}){1000}\\E",
                "a{,5}",
                "a{b}",
                "{",
                "\\[{3}"
            })
    void whatGoTakesIsTaken(String expression) {
        assertThat(GoPattern.compile(expression)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1,1000}){1,1000})",
                "(a{300}){300}",
                "((a{10}){10}){11}",
                "(a{2}){501,}",
                "(?:b|(?i:a{100}))c*(x(y{100}z){11})"
            })
    void nestedRepeatsMultiply(String expression) {
        assertThatThrownBy(() -> GoPattern.compile(expression))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("invalid repeat count");
    }

    @Test
    void sizeAndDepthAreBounded() {
        assertThatThrownBy(() -> GoPattern.compile("[a-z]{1000}".repeat(200)))
                .hasMessageContaining("expression too large");
        assertThatThrownBy(() -> GoPattern.compile("(".repeat(600) + ")".repeat(600)))
                .hasMessageContaining("expression nests too deeply");
        assertThat(GoPattern.compile("(".repeat(400) + "a" + ")".repeat(400)).matches("a"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "[a", "a**", "\\", "\\Q", "[", "[^", "a{2}{3}", "(?P<x"})
    void whatIsNoExpressionIsLeftToTheCompiler(String expression) {
        try {
            GoPattern.compile(expression);
        } catch (PatternSyntaxException e) {
            assertThat(e.getDescription()).isNotEmpty();
        }
    }
}
