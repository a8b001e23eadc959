package dev.purser.server.authn.token;

import static dev.purser.server.access.FakeObjects.core;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.access.FakeObjects;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.Authentication;
import dev.purser.server.request.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BootstrapTokensTests {
    private static final String TOKEN = "abcdef.0123456789abcdef";

    private final ManualClock clock = new ManualClock();
    private final FakeObjects objects = new FakeObjects();
    private final BootstrapTokens tokens = new BootstrapTokens(objects, clock);

    private void secret(String... changes) {
        secretOfType("bootstrap.kubernetes.io/token", changes);
    }

    private void secretOfType(String type, String... changes) {
        Map<String, String> data = new TreeMap<>();
        data.put("token-id", "abcdef");
        data.put("token-secret", "0123456789abcdef");
        data.put("usage-bootstrap-authentication", "true");
        for (int i = 0; i < changes.length; i += 2) {
            data.put(changes[i], changes[i + 1]);
        }
        String encoded =
                data.entrySet().stream()
                        .map(entry -> "'" + entry.getKey() + "':'" + base64(entry.getValue()) + "'")
                        .collect(Collectors.joining(","));
        objects.put(
                core("secrets"),
                "{'metadata':{'namespace':'kube-system','name':'bootstrap-token-abcdef'},'type':'%s','data':{%s}}"
                        .formatted(type, encoded));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Identity> known(String token) {
        return tokens.authenticate(token, List.of()).map(Authentication::identity);
    }

    @Test
    void standForAMachineThatJoins() {
        secret();
        assertThat(known(TOKEN))
                .contains(Identity.of("system:bootstrap:abcdef", "system:bootstrappers"));
    }

    @Test
    void haveMoreGroupsSortedAndOnce() {
        secret(
                "auth-extra-groups",
                "system:bootstrappers:z,system:bootstrappers:a,system:bootstrappers:z");
        assertThat(known(TOKEN).orElseThrow().groups())
                .containsExactly(
                        "system:bootstrappers", "system:bootstrappers:a", "system:bootstrappers:z");
    }

    @Test
    void neverHaveOtherGroups() {
        secret("auth-extra-groups", "system:masters");
        assertThat(known(TOKEN)).isEmpty();
    }

    @Test
    void areNobodysWhenAnythingIsWrong() {
        assertThat(known(TOKEN)).as("no Secret").isEmpty();
        secret();
        for (String bad :
                List.of(
                        "abcdef.0123456789abcdeg",
                        "abcdeg.0123456789abcdef",
                        "ABCDEF.0123456789abcdef",
                        "abcdef.0123456789abcde",
                        "abcdef:0123456789abcdef",
                        "abcdef.0123456789abcdef\n",
                        "../../x.0123456789abcdef")) {
            assertThat(known(bad)).as(bad).isEmpty();
        }
        secret("usage-bootstrap-authentication", "True");
        assertThat(known(TOKEN)).isEmpty();
        secret("token-id", "other1");
        assertThat(known(TOKEN)).isEmpty();
        secretOfType("Opaque");
        assertThat(known(TOKEN)).isEmpty();
    }

    @Test
    void end() {
        secret("expiration", clock.instant().plusSeconds(60).toString());
        assertThat(known(TOKEN)).isPresent();
        clock.advance(Duration.ofSeconds(60));
        assertThat(known(TOKEN)).isEmpty();
        secret("expiration", "soon");
        assertThat(known(TOKEN)).isEmpty();
    }
}
