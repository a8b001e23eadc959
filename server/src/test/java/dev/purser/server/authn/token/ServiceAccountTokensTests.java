package dev.purser.server.authn.token;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.authn.token.TokenIssuer.DEFAULT_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.authn.token.TokenSubject.NodeRef;
import dev.purser.server.request.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceAccountTokensTests {
    private static final List<String> HERE = List.of(DEFAULT_ISSUER);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();
    private final ManualClock clock = new ManualClock();
    private final FakeObjects objects = new FakeObjects();
    private final KeyPair keys = newKeys();
    private final TokenKeys key = TokenKeys.of(new SigningKey(keys, random));
    private final TokenIssuer issuer = new TokenIssuer(() -> key, DEFAULT_ISSUER, clock, random);
    private final ServiceAccountTokens tokens =
            ServiceAccountTokens.bound(HERE, () -> key, HERE, objects, clock);
    private final KubeObject robot =
            objects.put(
                    core("serviceaccounts"),
                    "{'kind':'ServiceAccount','metadata':{'namespace':'ns','name':'robot'}}");

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Supplier<TokenKeys> newKey() {
        TokenKeys other = TokenKeys.of(new SigningKey(newKeys(), random));
        return () -> other;
    }

    private String issue(TokenIssuer from) {
        return from.issue(
                        new TokenSubject(robot, Optional.empty(), Optional.empty()),
                        HERE,
                        HOUR,
                        Duration.ZERO)
                .text();
    }

    private String issueBound(KubeObject bound) {
        return issuer.issue(
                        new TokenSubject(robot, Optional.of(bound), Optional.empty()),
                        HERE,
                        HOUR,
                        Duration.ZERO)
                .text();
    }

    private void assertRefused(String token, String why) {
        assertThatThrownBy(() -> tokens.authenticate(token, HERE))
                .isInstanceOf(AuthenticationException.class)
                .hasMessage(why);
    }

    private static JsonNode part(String token, int index) {
        String text =
                new String(
                        Base64.getUrlDecoder().decode(token.split("\\.")[index]),
                        StandardCharsets.UTF_8);
        return JsonMapper.shared().readTree(text);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Nested
    class AFreshToken {
        @Test
        void standsForItsServiceAccount() throws AuthenticationException {
            Authentication verified = tokens.authenticate(issue(issuer), HERE).orElseThrow();

            Identity identity = verified.identity();
            assertThat(identity.name()).isEqualTo("system:serviceaccount:ns:robot");
            assertThat(identity.uid()).isEqualTo(robot.uid());
            assertThat(identity.groups())
                    .containsExactly(
                            "system:serviceaccounts",
                            "system:serviceaccounts:ns",
                            "system:authenticated");
            assertThat(identity.extra()).containsOnlyKeys(Identity.CREDENTIAL_ID);
            assertThat(verified.audiences()).isEqualTo(HERE);
        }

        @Test
        void hasTheClaimsOfKubernetes() {
            KubeObject pod =
                    objects.put(
                            core("pods"),
                            "{'kind':'Pod','metadata':{'namespace':'ns','name':'p'}}");
            String token =
                    issuer.issue(
                                    new TokenSubject(
                                            robot,
                                            Optional.of(pod),
                                            Optional.of(new NodeRef("n1", "node-uid"))),
                                    List.of("vault", "x"),
                                    Duration.ofDays(365),
                                    HOUR)
                            .text();

            JsonNode claims = part(token, 1);
            long now = clock.instant().getEpochSecond();
            assertThat(claims.path("aud").toString()).isEqualTo("[\"vault\",\"x\"]");
            assertThat(claims.path("iss").asString()).isEqualTo(DEFAULT_ISSUER);
            assertThat(claims.path("sub").asString()).isEqualTo("system:serviceaccount:ns:robot");
            assertThat(claims.path("iat").asLong()).isEqualTo(now);
            assertThat(claims.path("nbf").asLong()).isEqualTo(now);
            assertThat(claims.path("exp").asLong()).isEqualTo(now + 365 * 86400);
            assertThat(claims.path("jti").asString())
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(claims.path("kubernetes.io").toString())
                    .isEqualTo(
                            "{\"namespace\":\"ns\",\"node\":{\"name\":\"n1\",\"uid\":\"node-uid\"},\"pod\":{\"name\":\"p\",\"uid\":\"%s\"},\"serviceaccount\":{\"name\":\"robot\",\"uid\":\"%s\"},\"warnafter\":%d}"
                                    .formatted(pod.uid(), robot.uid(), now + 3600));
            assertThat(part(token, 0).path("alg").asString()).isEqualTo("ES256");
        }

        @Test
        void ofAPodTellsPodAndNode() throws AuthenticationException {
            KubeObject pod =
                    objects.put(
                            core("pods"),
                            "{'kind':'Pod','metadata':{'namespace':'ns','name':'p'}}");
            String token =
                    issuer.issue(
                                    new TokenSubject(
                                            robot,
                                            Optional.of(pod),
                                            Optional.of(new NodeRef("n1", "node-uid"))),
                                    HERE,
                                    HOUR,
                                    Duration.ZERO)
                            .text();

            assertThat(tokens.authenticate(token, HERE).orElseThrow().identity().extra())
                    .containsAllEntriesOf(
                            Map.of(
                                    "authentication.kubernetes.io/pod-name", List.of("p"),
                                    "authentication.kubernetes.io/pod-uid", List.of(pod.uid()),
                                    "authentication.kubernetes.io/node-name", List.of("n1"),
                                    "authentication.kubernetes.io/node-uid", List.of("node-uid")));
        }

        @Test
        void forAnotherAudienceIsRefusedHereAndAcceptedThere() throws AuthenticationException {
            String token =
                    issuer.issue(
                                    new TokenSubject(robot, Optional.empty(), Optional.empty()),
                                    List.of("vault"),
                                    HOUR,
                                    Duration.ZERO)
                            .text();

            assertRefused(
                    token,
                    "token audiences [\"vault\"] is invalid for the target audiences [\"%s\"]"
                            .formatted(DEFAULT_ISSUER));
            assertThat(tokens.authenticate(token, List.of("vault", "x")).orElseThrow().audiences())
                    .containsExactly("vault");
        }
    }

    @Nested
    class AForgery {
        @Test
        void ofAnotherKeyIsRefused() {
            TokenIssuer other = new TokenIssuer(newKey(), DEFAULT_ISSUER, clock, random);

            assertRefused(issue(other), "invalid signature, no keys found");
        }

        @Test
        void ofAnotherKeyThatClaimsOursIsRefused() {
            String ours = issue(issuer);
            TokenIssuer other = new TokenIssuer(newKey(), DEFAULT_ISSUER, clock, random);
            String theirs = issue(other);

            String header = ours.substring(0, ours.indexOf('.'));
            assertRefused(
                    header + theirs.substring(theirs.indexOf('.')),
                    "go-jose/go-jose: error in cryptographic primitive");
        }

        @Test
        void withoutASignatureIsRefused() {
            String token = issue(issuer);
            String claims = token.split("\\.")[1];

            assertRefused(
                    base64("{\"alg\":\"none\"}") + "." + claims + ".",
                    "go-jose/go-jose: error in cryptographic primitive");
        }

        @Test
        void withThePublicKeyAsASharedSecretIsRefused() throws GeneralSecurityException {
            String signed = base64("{\"alg\":\"HS256\"}") + "." + issue(issuer).split("\\.")[1];
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));

            assertRefused(
                    signed
                            + "."
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(signature),
                    "go-jose/go-jose: error in cryptographic primitive");
        }

        @Test
        void isRefusedWhicheverByteWasChanged() {
            long seed = System.nanoTime();
            Random choice = new Random(seed);
            String token = issue(issuer);
            for (int i = 0; i < 200; i++) {
                String changed = changed(token, choice);
                Optional<Authentication> result;
                try {
                    result = tokens.authenticate(changed, HERE);
                } catch (AuthenticationException e) {
                    continue;
                }
                assertThat(result).as("seed %d: %s", seed, changed).isEmpty();
            }
        }

        /// Changes a character other than the last of the signature, whose lowest bits mean
        /// nothing.
        private static String changed(String token, Random choice) {
            StringBuilder text = new StringBuilder(token);
            int position = choice.nextInt(token.length() - 1);
            char old = text.charAt(position);
            char replacement = old == 'A' ? 'B' : 'A';
            text.setCharAt(position, replacement);
            return text.toString();
        }

        @Test
        void ofAnotherIssuerOrNoTokenAtAllIsNoneOfOurs() throws AuthenticationException {
            TokenIssuer other = new TokenIssuer(() -> key, "https://elsewhere", clock, random);

            assertThat(tokens.authenticate(issue(other), HERE)).isEmpty();
            assertThat(tokens.authenticate("garbage", HERE)).isEmpty();
            assertThat(tokens.authenticate("a.b.c", HERE)).isEmpty();
            assertThat(tokens.authenticate("", HERE)).isEmpty();
            assertThat(tokens.authenticate("eyJhbGciOiJub25lIn0.e30.", HERE)).isEmpty();
        }
    }

    @Nested
    class WithTime {
        @Test
        void aTokenExpires() throws AuthenticationException {
            String token = issue(issuer);

            clock.advance(HOUR);
            assertThat(tokens.authenticate(token, HERE)).as("within the leeway").isPresent();
            clock.advance(Duration.ofSeconds(61));

            assertRefused(token, "service account token has expired");
        }

        @Test
        void aTokenOfTheFutureIsNotValidYet() {
            String token = issue(issuer);

            clock.advance(Duration.ofMinutes(-2));

            assertRefused(token, "service account token is not valid yet");
        }
    }

    @Nested
    class TheServiceAccount {
        @Test
        void mustExist() {
            String token = issue(issuer);
            objects.remove(core("serviceaccounts"), "ns", "robot");

            assertRefused(token, "serviceaccounts \"robot\" not found");
        }

        @Test
        void mustNotBeASuccessorOfTheSameName() {
            String token = issue(issuer);
            objects.remove(core("serviceaccounts"), "ns", "robot");
            KubeObject successor =
                    objects.put(
                            core("serviceaccounts"),
                            "{'metadata':{'namespace':'ns','name':'robot'}}");

            assertRefused(
                    token,
                    "service account UID (%s) does not match claim (%s)"
                            .formatted(successor.uid(), robot.uid()));
        }

        @Test
        void mayBeDeletedForAMinute() throws AuthenticationException {
            String token = issue(issuer);
            KubeObject dying = robot.copy();
            dying.metadata().put("deletionTimestamp", clock.instant().toString());
            objects.put(core("serviceaccounts"), dying);

            assertThat(tokens.authenticate(token, HERE)).isPresent();
            clock.advance(Duration.ofSeconds(61));
            assertRefused(token, "service account ns/robot has been deleted");
        }
    }

    @Nested
    class TheBoundObject {
        private final KubeObject secret =
                objects.put(
                        core("secrets"),
                        "{'kind':'Secret','metadata':{'namespace':'ns','name':'anchor'}}");
        private final KubeObject pod =
                objects.put(
                        core("pods"), "{'kind':'Pod','metadata':{'namespace':'ns','name':'p'}}");
        private final KubeObject node =
                objects.put(core("nodes"), "{'kind':'Node','metadata':{'name':'n1'}}");

        @Test
        void mustExist() throws AuthenticationException {
            String token = issueBound(secret);
            assertThat(tokens.authenticate(token, HERE)).isPresent();

            objects.remove(core("secrets"), "ns", "anchor");

            assertRefused(token, "service account token has been invalidated");
        }

        @Test
        void mustNotBeASuccessorOfTheSameName() {
            String token = issueBound(pod);
            objects.remove(core("pods"), "ns", "p");
            KubeObject successor =
                    objects.put(core("pods"), "{'metadata':{'namespace':'ns','name':'p'}}");

            assertRefused(
                    token,
                    "pod UID (%s) does not match service account pod ref claim (%s)"
                            .formatted(successor.uid(), pod.uid()));
        }

        @Test
        void mayBeAPodOnItsWayOut() throws AuthenticationException {
            String token = issueBound(pod);
            KubeObject dying = pod.copy();
            dying.metadata().put("deletionTimestamp", clock.instant().plusSeconds(30).toString());
            objects.put(core("pods"), dying);

            clock.advance(Duration.ofSeconds(80));
            assertThat(tokens.authenticate(token, HERE)).isPresent();
            clock.advance(Duration.ofSeconds(11));
            assertRefused(token, "service account token has been invalidated");
        }

        @Test
        void mayBeANode() throws AuthenticationException {
            String token = issueBound(node);
            assertThat(tokens.authenticate(token, HERE)).isPresent();

            objects.remove(core("nodes"), "", "n1");

            assertRefused(token, "service account token has been invalidated");
        }
    }
}
