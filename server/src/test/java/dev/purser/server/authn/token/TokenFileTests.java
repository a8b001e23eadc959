package dev.purser.server.authn.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.authn.Authentication;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTests {
    @TempDir private Path directory;

    private StaticTokens read(String text) throws IOException {
        return TokenFile.read(
                Files.writeString(directory.resolve("tokens.csv"), text), new SecureRandom());
    }

    private static Optional<Identity> known(StaticTokens tokens, String token) {
        return tokens.authenticate(token, List.of()).map(Authentication::identity);
    }

    @Test
    void itsLinesAreTokensUsersUidsAndGroups() throws Exception {
        StaticTokens tokens =
                read("t1,ada,u1,\"dev,ops\",ignored\n\nt2,bob,\r\n\"t\"\"3\",\"c,d\",u3,one\n");

        assertThat(known(tokens, "t1"))
                .contains(new Identity("ada", "u1", List.of("dev", "ops"), Map.of()));
        assertThat(known(tokens, "t2")).contains(new Identity("bob", "", List.of(), Map.of()));
        assertThat(known(tokens, "t\"3"))
                .contains(new Identity("c,d", "u3", List.of("one"), Map.of()));
        assertThat(known(tokens, "t")).isEmpty();
        assertThat(known(tokens, "")).isEmpty();
        assertThat(tokens).asString().isEqualTo("3 tokens");
    }

    @Test
    void theLastOfALineThatIsThereTwiceCounts() throws Exception {
        assertThat(known(read("t,ada,1\nt,bob,2\n,nobody,3\n"), "t").orElseThrow().name())
                .isEqualTo("bob");
    }

    @Test
    void aBrokenLineIsAnErrorThatHoldsNoToken() {
        assertThatThrownBy(() -> read("secret-token,ada\n"))
                .hasMessageMatching(
                        "token file '.*' must have at least 3 columns \\(token, user name, user uid\\), found 2");
        assertThatThrownBy(() -> read("a,b,c\nsecret\"token,ada,1\n"))
                .hasMessage("parse error on line 2: bare \" in non-quoted-field");
        assertThatThrownBy(() -> read("\"secret-token,ada,1\n"))
                .hasMessageEndingWith("extraneous or missing \" in quoted-field");
        assertThatThrownBy(() -> TokenFile.read(directory.resolve("none"), new SecureRandom()))
                .isInstanceOf(IOException.class);
    }
}
