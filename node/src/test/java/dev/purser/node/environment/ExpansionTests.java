package dev.purser.node.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTests {
    private static final Map<String, String> VALUES =
            Map.of("A", "1", "B", "two", "EMPTY", "", "REF", "$(A)");

    private static Optional<String> value(String name) {
        return Optional.ofNullable(VALUES.get(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    plain              | plain
                    $(A)               | 1
                    x$(A)y$(B)z        | x1ytwoz
                    $(EMPTY)           | ``
                    $(NOPE)            | $(NOPE)
                    $$(A)              | $(A)
                    $$$(A)             | $1
                    $$$$(A)            | $$(A)
                    $                  | $
                    a$                 | a$
                    $A                 | $A
                    $(A                | $(A
                    $(                 | $(
                    $()                | $()
                    $(REF)             | $(A)
                    $(A)$(A)           | 11
                    $(A$(B)            | $(A$(B)
                    $${A}              | ${A}
                    cost: $5 $(A)      | cost: $5 1
                    """)
    void replacesReferences(String text, String expected) {
        assertThat(Expansion.expand(text, ExpansionTests::value)).isEqualTo(expected);
    }

    @Test
    void insistsOnEveryReferenceWhereAskedTo() throws Exception {
        assertThat(Expansion.expandAll("$(A)/x", ExpansionTests::value)).isEqualTo("1/x");
        assertThatThrownBy(() -> Expansion.expandAll("$(NOPE)/x", ExpansionTests::value))
                .isInstanceOf(ConfigErrorException.class)
                .hasMessage("missing value for NOPE");
    }
}
