package dev.purser.server.review;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.authentication.AuthenticationKinds;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.authn.token.ServiceAccountTokens;
import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.authn.token.TokenIssuer;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.authn.token.TokenUnion;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TokenRequestTests {
    private static final KindRules TOKEN_REQUEST_RULES =
            Objects.requireNonNull(
                    AuthenticationKinds.all()
                            .rules()
                            .get(
                                    new GroupVersionKind(
                                            "authentication.k8s.io", "v1", "TokenRequest")));

    private static final String HERE = TokenIssuer.DEFAULT_ISSUER;

    private final ManualClock clock = new ManualClock();
    private final FakeObjects objects = new FakeObjects();
    private final TokenKeys key = newKey();
    private final TokenAuthenticator tokens =
            new TokenUnion(
                    List.of(
                            new StaticTokens(
                                    Map.of("fixed", Identity.of("admin", "system:masters")),
                                    new SecureRandom()),
                            ServiceAccountTokens.bound(
                                    List.of(HERE), () -> key, List.of(HERE), objects, clock)));
    private final TokenRequest requests =
            new TokenRequest(
                    objects,
                    new TokenIssuer(() -> key, HERE, clock, new SecureRandom()),
                    new TokenRequest.Limits(List.of(HERE), Optional.empty(), true),
                    clock);
    private final KubeObject robot =
            objects.put(
                    core("serviceaccounts"),
                    "{'kind':'ServiceAccount','metadata':{'namespace':'ns','name':'robot'}}");

    private static TokenKeys newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return TokenKeys.of(new SigningKey(generator.generateKeyPair(), new SecureRandom()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private KubeObject request(String account, String json) {
        KubeObject request = object(json);
        TOKEN_REQUEST_RULES.setDefaults(request);
        return requests.answer(
                Identity.of("root"),
                new Attributes("create", "", "v1", "serviceaccounts", "token", "ns", account, ""),
                request);
    }

    private String tokenFor(String spec) {
        return request("robot", "{'spec':" + spec + "}").status().path("token").asString();
    }

    private KubeObject review(String token, String audiences) {
        return new TokenReview(tokens, List.of(HERE))
                .answer(
                        Identity.of("root"),
                        new Attributes("create", "", "v1", "tokenreviews", "", "", "", ""),
                        object(
                                "{'spec':{'token':'%s','audiences':%s}}"
                                        .formatted(token, audiences)));
    }

    @Nested
    class ARequest {
        @Test
        void isCompletedAndAnsweredWithAToken() {
            KubeObject answer = request("robot", "{'spec':{}}");

            assertThat(answer.metadata().toString())
                    .isEqualTo(
                            "{\"name\":\"robot\",\"namespace\":\"ns\",\"uid\":\"%s\",\"creationTimestamp\":\"2030-05-17T12:00:00Z\"}"
                                    .formatted(robot.uid()));
            assertThat(answer.spec().path("expirationSeconds").asInt()).isEqualTo(3600);
            assertThat(answer.spec().path("audiences").toString()).isEqualTo("[\"" + HERE + "\"]");
            assertThat(answer.spec().get("boundObjectRef").isNull()).isTrue();
            assertThat(answer.status().path("expirationTimestamp").asString())
                    .isEqualTo("2030-05-17T13:00:00Z");
        }

        @Test
        void ofLessThanTenMinutesIsInvalid() {
            assertThatThrownBy(() -> tokenFor("{'expirationSeconds':599}"))
                    .hasMessage(
                            "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes");
        }

        @Test
        void ofMoreThanTwoToThe32SecondsIsInvalid() {
            assertThatThrownBy(() -> tokenFor("{'expirationSeconds':4294967297}"))
                    .hasMessageEndingWith(
                            "Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds");
        }

        @Test
        void withAnotherNameIsInvalid() {
            assertThatThrownBy(() -> request("robot", "{'metadata':{'name':'other'}}"))
                    .hasMessage(
                            "TokenRequest.authentication.k8s.io \"robot\" is invalid: metadata.name: Invalid value: \"other\": must match the service account name if specified");
        }

        @Test
        void forAnAccountThatDoesNotExistIsNotFound() {
            assertThatThrownBy(() -> request("nobody", "{}"))
                    .hasMessage("serviceaccounts \"nobody\" not found");
        }

        @Test
        void canOnlyBeBoundToPodsSecretsAndNodes() {
            assertThatThrownBy(() ->
                            tokenFor(
                                    "{'boundObjectRef':{'apiVersion':'v1','kind':'ConfigMap','name':'x'}}"))
                    .hasMessage("cannot bind token to object of type /v1, Kind=ConfigMap");
        }

        @Test
        void cannotBeBoundToWhatDoesNotExist() {
            assertThatThrownBy(() ->
                            tokenFor(
                                    "{'boundObjectRef':{'apiVersion':'v1','kind':'Pod','name':'none'}}"))
                    .hasMessage("pods \"none\" not found");
        }

        @Test
        void cannotBeBoundToAPodOfAnotherAccount() {
            objects.put(
                    core("pods"),
                    "{'kind':'Pod','metadata':{'namespace':'ns','name':'p'},'spec':{'serviceAccountName':'default'}}");

            assertThatThrownBy(() ->
                            tokenFor(
                                    "{'boundObjectRef':{'apiVersion':'v1','kind':'Pod','name':'p'}}"))
                    .hasMessage(
                            "cannot bind token for serviceaccount \"robot\" to pod running with different serviceaccount name.");
        }

        @Test
        void cannotBeBoundToAPredecessor() {
            objects.put(
                    core("secrets"), "{'kind':'Secret','metadata':{'namespace':'ns','name':'s'}}");

            assertThatThrownBy(() ->
                            tokenFor(
                                    "{'boundObjectRef':{'apiVersion':'v1','kind':'Secret','name':'s','uid':'old'}}"))
                    .hasMessageStartingWith(
                            "Operation cannot be fulfilled on Secret \"s\": the UID in the bound object reference (old)");
        }

        @Test
        void ofAMountedTokenIsAcceptedLongAfterTheAskedHour() {
            objects.put(
                    core("pods"),
                    "{'kind':'Pod','metadata':{'namespace':'ns','name':'p'},'spec':{'serviceAccountName':'robot'}}");
            String token =
                    tokenFor(
                            "{'expirationSeconds':3607,'boundObjectRef':{'apiVersion':'v1','kind':'Pod','name':'p'}}");

            clock.advance(Duration.ofDays(2));

            assertThat(review(token, "[]").status().path("authenticated").asBoolean()).isTrue();
        }
    }

    @Nested
    class AReview {
        @Test
        void tellsWhoseTokenItIs() {
            KubeObject answer = review(tokenFor("{}"), "[]");

            assertThat(answer.status().path("authenticated").asBoolean()).isTrue();
            assertThat(answer.status().path("user").path("username").asString())
                    .isEqualTo("system:serviceaccount:ns:robot");
            assertThat(answer.status().path("audiences").toString())
                    .isEqualTo("[\"" + HERE + "\"]");
        }

        @Test
        void tellsForWhichOfTheAudiencesItIs() {
            String token = tokenFor("{'audiences':['vault','y']}");

            assertThat(review(token, "['x','vault']").status().path("audiences").toString())
                    .isEqualTo("[\"vault\"]");
        }

        @Test
        void ofAnotherAudienceSaysWhy() {
            String token = tokenFor("{'audiences':['vault']}");

            assertThat(review(token, "[]").status().toString())
                    .startsWith("{\"user\":{},\"error\":\"[invalid bearer token, token audiences");
        }

        @Test
        void ofGarbageSaysSo() {
            assertThat(review("garbage", "[]").status().toString())
                    .isEqualTo("{\"user\":{},\"error\":\"invalid bearer token\"}");
        }

        @Test
        void knowsTheFixedToken() {
            assertThat(review("fixed", "[]").status().path("user").path("username").asString())
                    .isEqualTo("admin");
        }

        @Test
        void ofNothingIsABadRequest() {
            assertThatThrownBy(() -> review("", "[]"))
                    .hasMessage("token is required for TokenReview in authentication");
        }
    }
}
