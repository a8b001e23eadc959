package dev.purser.server.authn.token;

import static dev.purser.server.access.FakeObjects.core;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens that lie in Secrets.
class SecretTokensTests {
    private static final List<String> HERE = List.of("here");

    private final FakeObjects objects = new FakeObjects();
    private final List<String> used = new ArrayList<>();
    private KubeObject robot;
    private KubeObject secret;
    private String token;
    private ServiceAccountTokens tokens;

    @BeforeEach
    void fill() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        SecureRandom random = new SecureRandom();
        TokenKeys keys = TokenKeys.of(new SigningKey(generator.generateKeyPair(), random));
        tokens =
                ServiceAccountTokens.legacy(() -> keys, HERE, objects, use -> used.add(use.name()));
        robot = account("");
        secret = objects.put(core("secrets"), "{'metadata':{'namespace':'ns','name':'s'}}");
        token =
                new TokenIssuer(() -> keys, "https://i", new ManualClock(), random)
                        .issueFor(robot, secret);
        put(token, "");
    }

    private KubeObject account(String rest) {
        return objects.put(
                core("serviceaccounts"),
                "{'metadata':{'namespace':'ns','name':'robot','uid':'u1'}%s}".formatted(rest));
    }

    private void put(String text, String labels) {
        objects.put(
                core("secrets"),
                "{'metadata':{'namespace':'ns','name':'s','labels':{%s}},'data':{'token':'%s'}}"
                        .formatted(
                                labels,
                                Base64.getEncoder()
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    private Authentication known() throws AuthenticationException {
        return tokens.authenticate(token, HERE).orElseThrow();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::known).hasMessage(why);
    }

    @Test
    void standForTheirAccountHereAndNowhereElse() throws Exception {
        Authentication found = known();
        assertThat(found.identity().name()).isEqualTo("system:serviceaccount:ns:robot");
        assertThat(found.identity().uid()).isEqualTo("u1");
        assertThat(found.audiences()).isEqualTo(HERE);
        assertThat(found.warnings()).isEmpty();
        assertThat(found.annotations())
                .containsEntry("authentication.k8s.io/legacy-token-manual-secret", "s");
        assertThat(used).containsExactly("s");
        assertThatThrownBy(() -> tokens.authenticate(token, List.of("there")))
                .hasMessage(
                        "token audiences [\"here\"] is invalid for the target audiences [\"there\"]");
    }

    @Test
    void endWithTheirSecret() {
        objects.remove(core("secrets"), "ns", "s");
        assertRefused("Token has been invalidated");
        put("another", "");
        assertRefused("Token does not match server's copy");
    }

    @Test
    void endWithTheirAccount() {
        objects.remove(core("serviceaccounts"), "ns", "robot");
        assertRefused("serviceaccounts \"robot\" not found");
        objects.put(
                core("serviceaccounts"),
                "{'metadata':{'namespace':'ns','name':'robot','uid':'u2'}}");
        assertRefused("ServiceAccount UID (u2) does not match claim (u1)");
    }

    @Test
    void endWithALabelThatSaysSo() {
        put(token, "'kubernetes.io/legacy-token-invalid-since':'2030-01-01'");
        assertRefused(
                "the token in secret ns/s for service account ns/robot has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the 'kubernetes.io/legacy-token-invalid-since' label from the secret to temporarily allow use of this token");
    }

    @Test
    void warnWhenTheyWereMadeUnasked() throws Exception {
        account(",'secrets':[{'name':'s'}]");
        assertThat(known().warnings())
                .containsExactly(
                        "Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.");
    }
}
