package dev.purser.server.authn.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.request.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Users of a real issuer over HTTPS.
class ConfiguredIssuersTests {
    private static final ConfigurationReader READER =
            new ConfigurationReader(List.of("https://kubernetes.default.svc.cluster.local"));

    private final ManualClock clock = new ManualClock(Instant.now());

    @TempDir private Path directory;
    private SmallIssuer issuer;

    @BeforeEach
    void makeIssuer() throws Exception {
        issuer = new SmallIssuer(directory.resolve("issuer"));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private Path write(String rest) throws Exception {
        return Files.writeString(
                directory.resolve("authentication.yaml"),
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                jwt:
                - issuer:
                    url: %s
                    audiences: [purser, other]
                    audienceMatchPolicy: MatchAny
                    certificateAuthority: |
                %s
                """
                                .formatted(issuer.url(), issuer.authorityPem().indent(6))
                        + rest.indent(2));
    }

    private ConfiguredIssuers configured(String rest) throws Exception {
        return ConfiguredIssuers.of(write(rest), READER, clock);
    }

    private static final String BY_CLAIMS =
            """
            claimMappings:
              username: {claim: sub, prefix: "oidc:"}
              groups: {claim: groups, prefix: "g:"}
            """;

    private static Identity known(TokenAuthenticator issuers, String token) throws Exception {
        return issuers.authenticate(token, List.of("here")).orElseThrow().identity();
    }

    private static void assertRefused(TokenAuthenticator issuers, String token, String why) {
        assertThatThrownBy(() -> issuers.authenticate(token, List.of("here")))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining(why);
    }

    @Nested
    class ClaimsBecomeAUser {
        @Test
        void byTheirNames() throws Exception {
            issuer.start();

            Identity identity =
                    known(
                            configured(BY_CLAIMS + "  uid: {claim: id}\n"),
                            issuer.token(
                                    "{'sub':'ada','aud':'purser','groups':['a','b'],'id':'7','jti':'t1'}"));

            assertThat(identity)
                    .isEqualTo(
                            new Identity(
                                    "oidc:ada",
                                    "7",
                                    List.of("g:a", "g:b"),
                                    Map.of(Identity.CREDENTIAL_ID, List.of("JTI=t1"))));
        }

        @Test
        void byExpressions() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers =
                    configured(
                            """
                            claimMappings:
                              username: {expression: "claims.sub + '@' + claims.tenant.name"}
                              groups: {expression: "claims.roles.split(',')"}
                              uid: {expression: "string(claims.id)"}
                              extra:
                              - {key: example.org/tenant, valueExpression: claims.tenant.name}
                              - {key: example.org/none, valueExpression: "claims.?nothing.orValue('')"}
                            claimValidationRules:
                            - {expression: "claims.level > 2", message: too low}
                            - {claim: kind, requiredValue: person}
                            userValidationRules:
                            - {expression: "!user.username.startsWith('system:')", message: reserved}
                            - {expression: "user.groups.all(g, g != 'banned')", message: banned}
                            """);
            String good =
                    "{'sub':'ada','aud':['x','other'],'tenant':{'name':'t'},'roles':'r1,r2','id':7,'level':3,'kind':'person'}";

            assertThat(known(issuers, issuer.token(good)))
                    .isEqualTo(
                            new Identity(
                                    "ada@t",
                                    "7",
                                    List.of("r1", "r2"),
                                    Map.of("example.org/tenant", List.of("t"))));
            assertRefused(
                    issuers,
                    issuer.token(good.replace("'level':3", "'level':2")),
                    "oidc: error evaluating claim validation expression: validation expression 'claims.level > 2' failed: too low");
            assertRefused(
                    issuers,
                    issuer.token(good.replace("person", "robot")),
                    "oidc: required claim kind value does not match. Got = robot, want = person");
            assertRefused(
                    issuers,
                    issuer.token(good.replace("'sub':'ada'", "'sub':'system:ada'")),
                    "validation expression '!user.username.startsWith('system:')' failed: reserved");
            assertRefused(issuers, issuer.token(good.replace("r2", "banned")), "failed: banned");
            assertRefused(
                    issuers,
                    issuer.token(good.replace("'roles':'r1,r2',", "")),
                    "oidc: error evaluating group claim expression: expression 'claims.roles.split(',')' resulted in error: no such key: roles");
        }

        @Test
        void onlyOfAVerifiedAddress() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers =
                    configured("claimMappings: {username: {claim: email, prefix: ''}}");

            assertThat(known(issuers, issuer.token("{'email':'a@b','aud':'purser'}")).name())
                    .isEqualTo("a@b");
            assertRefused(
                    issuers,
                    issuer.token("{'email':'a@b','email_verified':false,'aud':'purser'}"),
                    "oidc: email not verified");
        }
    }

    @Nested
    class ATokenIsRefused {
        private ConfiguredIssuers issuers;

        @BeforeEach
        void start() throws Exception {
            issuer.start();
            issuers = configured(BY_CLAIMS);
        }

        @Test
        void forAnotherAudience() {
            assertRefused(
                    issuers,
                    issuer.token("{'sub':'ada','aud':'elsewhere'}"),
                    "oidc: verify token: oidc: expected audience in [\"other\" \"purser\"] got [\"elsewhere\"]");
        }

        @Test
        void onceItHasExpired() {
            String token = issuer.token("{'sub':'ada','aud':'purser'}");
            clock.advance(Duration.ofHours(2));
            assertRefused(issuers, token, "oidc: token is expired");
        }

        @Test
        void withoutAnEnd() {
            assertRefused(
                    issuers,
                    issuer.token("{'sub':'ada','aud':'purser','exp':null}"),
                    "oidc: token is expired");
        }

        @Test
        void longBeforeItBegins() {
            long later = clock.instant().getEpochSecond() + 600;
            assertRefused(
                    issuers,
                    issuer.token("{'sub':'ada','aud':'purser','nbf':%d}".formatted(later)),
                    "before the nbf (not before) time");
        }

        @Test
        void withoutTheClaimOfTheName() {
            assertRefused(
                    issuers,
                    issuer.token("{'aud':'purser'}"),
                    "oidc: parse username claims \"sub\": claim not present");
        }

        @Test
        void withoutASignature() {
            String claims = issuer.token("{'sub':'ada','aud':'purser'}").split("\\.")[1];
            for (String algorithm : List.of("none", "None", "HS256", "HS512", "EdDSA", "")) {
                assertRefused(
                        issuers,
                        Forgery.base64("{\"alg\":\"" + algorithm + "\"}") + "." + claims + ".",
                        "unexpected signature algorithm");
            }
        }

        @Test
        void ofAnotherIssuerIsNoneOfOurs() throws Exception {
            assertThat(
                            issuers.authenticate(
                                    issuer.token("{'iss':'https://x','sub':'a','aud':'purser'}"),
                                    List.of("here")))
                    .isEmpty();
        }

        @Test
        void withTheSignatureOfAnother() {
            String one = issuer.token("{'sub':'ada','aud':'purser'}");
            String other = issuer.token("{'sub':'root','aud':'purser'}");
            String mixed =
                    other.substring(0, other.lastIndexOf('.'))
                            + one.substring(one.lastIndexOf('.'));
            assertRefused(issuers, mixed, "failed to verify signature");
        }

        @ParameterizedTest
        @EnumSource(SignatureAlgorithm.class)
        void notForAnyAlgorithmThatIsSafe(SignatureAlgorithm algorithm) throws Exception {
            assertThat(
                            known(issuers, issuer.token(algorithm, "{'sub':'ada','aud':'purser'}"))
                                    .name())
                    .isEqualTo("oidc:ada");
        }
    }

    @Nested
    class TheIssuer {
        @Test
        void isNotAskedBeforeATokenComes() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            assertThat(issuers.authenticate("no.jwt.here", List.of("here"))).isEmpty();
            assertThat(issuer.fetches).hasValue(0);

            known(issuers, issuer.token("{'sub':'ada','aud':'purser'}"));
            known(issuers, issuer.token("{'sub':'bob','aud':'purser'}"));
            assertThat(issuer.fetches).as("configuration and keys").hasValue(2);
        }

        @Test
        void mayBeDownAtFirst() throws Exception {
            issuer.start().stop();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            String token = issuer.token("{'sub':'ada','aud':'purser'}");
            assertRefused(issuers, token, "oidc: authenticator not initialized");

            issuer.startAgain();
            assertRefused(issuers, token, "oidc: authenticator not initialized");
            clock.advance(Duration.ofSeconds(6));
            assertThat(known(issuers, token).name()).isEqualTo("oidc:ada");
        }

        @Test
        void mayGoDownLater() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            known(issuers, issuer.token("{'sub':'ada','aud':'purser'}"));

            issuer.stop();
            clock.advance(Duration.ofMinutes(10));
            assertThat(known(issuers, issuer.token("{'sub':'bob','aud':'purser'}")).name())
                    .isEqualTo("oidc:bob");
        }

        @Test
        void mayChangeItsKeys() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            String old = issuer.token("{'sub':'ada','aud':'purser'}");
            known(issuers, old);

            issuer.rotate();
            clock.advance(Duration.ofSeconds(6));
            assertThat(known(issuers, issuer.token("{'sub':'bob','aud':'purser'}")).name())
                    .isEqualTo("oidc:bob");
            assertRefused(issuers, old, "failed to verify signature");
        }

        @Test
        void isNotFloodedWithQuestionsByBadTokens() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            String good = issuer.token("{'sub':'ada','aud':'purser'}");
            known(issuers, good);
            String bad = good.substring(0, good.length() - 20) + "AAAAAAAAAAAAAAAAAAAA";

            for (int i = 0; i < 50; i++) {
                assertRefused(issuers, bad, "failed to verify signature");
            }
            assertThat(issuer.fetches).hasValue(2);
        }

        @Test
        void mustCallItselfAsItIsConfigured() throws Exception {
            issuer.start();
            issuer.nameItself("https://evil.example");
            assertRefused(
                    configured(BY_CLAIMS),
                    issuer.token("{'sub':'ada','aud':'purser'}"),
                    "oidc: authenticator not initialized");
        }
    }

    @Nested
    class AChangedFile {
        @Test
        void countsWithoutARestart() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            String token = issuer.token("{'sub':'ada','aud':'purser'}");
            assertThat(known(issuers, token).name()).isEqualTo("oidc:ada");

            write("claimMappings: {username: {claim: sub, prefix: 'new:'}}");
            clock.advance(Duration.ofSeconds(2));
            assertThat(known(issuers, token).name()).isEqualTo("new:ada");
        }

        @Test
        void thatIsBrokenChangesNothing() throws Exception {
            issuer.start();
            ConfiguredIssuers issuers = configured(BY_CLAIMS);
            String token = issuer.token("{'sub':'ada','aud':'purser'}");
            for (String broken :
                    List.of(
                            "claimMappings: {}",
                            "nonsense: 1",
                            "claimMappings: {username: {expression: 'claims.'}}")) {
                write(broken);
                clock.advance(Duration.ofSeconds(2));
                assertThat(known(issuers, token).name()).isEqualTo("oidc:ada");
            }
            Files.delete(directory.resolve("authentication.yaml"));
            clock.advance(Duration.ofSeconds(2));
            assertThat(known(issuers, token).name()).isEqualTo("oidc:ada");
        }
    }

    @Nested
    class Flags {
        private TokenAuthenticator flagged(String claim, String prefix, List<String> algorithms)
                throws Exception {
            return new FlaggedIssuer(
                            issuer.url(),
                            "purser",
                            claim,
                            prefix,
                            "groups",
                            "",
                            issuer.authorityPem(),
                            algorithms,
                            Map.of())
                    .authenticator(READER, clock);
        }

        @Test
        void prefixUsersWithTheIssuerUnlessToldOtherwise() throws Exception {
            issuer.start();
            String token = issuer.token("{'sub':'ada','aud':'purser','groups':'one'}");

            assertThat(known(flagged("sub", "", List.of("RS256")), token))
                    .isEqualTo(new Identity(issuer.url() + "#ada", "", List.of("one"), Map.of()));
            assertThat(known(flagged("sub", "-", List.of("RS256")), token).name()).isEqualTo("ada");
        }

        @Test
        void acceptOnlyTheAlgorithmsTheyName() throws Exception {
            issuer.start();
            assertRefused(
                    flagged("sub", "-", List.of("ES256")),
                    issuer.token("{'sub':'ada','aud':'purser'}"),
                    "unexpected signature algorithm");
            assertThatThrownBy(() -> flagged("sub", "-", List.of("HS256")))
                    .hasMessage("oidc: unsupported signing alg: \"HS256\"");
        }
    }
}
