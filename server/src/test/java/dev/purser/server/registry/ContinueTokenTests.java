package dev.purser.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinueTokenTests {
    @Test
    void comesBackAsItWas() {
        ContinueToken token = new ContinueToken(42, "default/x");
        assertThat(ContinueToken.parse(token.toString())).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "e30", "%%%", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MX0"})
    void isRefusedWhenItIsNone(String token) {
        assertThatThrownBy(() -> ContinueToken.parse(token))
                .hasMessageStartingWith("invalid continue token: continue key is not valid: ");
    }
}
