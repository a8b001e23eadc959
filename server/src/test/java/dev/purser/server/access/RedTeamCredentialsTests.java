package dev.purser.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.TestingApiServer;
import dev.purser.server.access.HttpCaller.Reply;
import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Attacks with tokens, certificates and headers on a whole server over HTTPS. Each is refused with
/// 401 and Kubernetes' Status, which tells nothing of why.
class RedTeamCredentialsTests {
    private static final String UNAUTHORIZED =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"Unauthorized\",\"reason\":\"Unauthorized\",\"code\":401}";

    @TempDir private static Path directory;
    private static TestingApiServer server;
    private static HttpCaller admin;
    private static HttpCaller nobody;

    @BeforeAll
    static void start() throws Exception {
        server = TestingApiServer.start(directory.resolve("server"));
        admin = caller(Optional.of(server.pki().client(ClientSubject.admin())));
        nobody = caller(Optional.empty());
        create("/api/v1/namespaces", "{'metadata':{'name':'red'}}");
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        nobody.close();
        server.close();
    }

    private static HttpCaller caller(Optional<CertifiedKey> credential) {
        return new HttpCaller(server.uri(), server.pki().authority(), credential);
    }

    private static Reply create(String path, String json) throws Exception {
        Reply reply = admin.send("POST", path, json);
        assertThat(reply.status()).as(reply.message()).isEqualTo(201);
        return reply;
    }

    private static void account(String name) throws Exception {
        create(
                "/api/v1/namespaces/red/serviceaccounts",
                "{'metadata':{'name':'%s'}}".formatted(name));
    }

    private static void delete(String path) throws Exception {
        assertThat(admin.send("DELETE", path, "{'gracePeriodSeconds':0}").status()).isEqualTo(200);
    }

    private static String token(String account, String spec) throws Exception {
        return create(
                        "/api/v1/namespaces/red/serviceaccounts/%s/token".formatted(account),
                        "{'spec':%s}".formatted(spec))
                .body()
                .at("/status/token")
                .asString();
    }

    private static void assertAccepted(String token) throws Exception {
        assertThat(nobody.get("/api", "Authorization", "Bearer " + token).status()).isEqualTo(200);
    }

    private static void assertRefused(String token) throws Exception {
        Reply reply = nobody.get("/api", "Authorization", "Bearer " + token);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body().toString()).isEqualTo(UNAUTHORIZED);
    }

    @Nested
    class ATokenOfWhatIsGone {
        @Test
        void theAccount() throws Exception {
            account("gone");
            String token = token("gone", "{}");
            assertAccepted(token);
            delete("/api/v1/namespaces/red/serviceaccounts/gone");
            assertRefused(token);

            account("gone");
            assertRefused(token);
            assertAccepted(token("gone", "{}"));
        }

        @Test
        void theSecretThePodOrTheNode() throws Exception {
            account("bound");
            create("/api/v1/namespaces/red/secrets", "{'metadata':{'name':'s'}}");
            create(
                    "/api/v1/namespaces/red/pods",
                    "{'metadata':{'name':'p'},'spec':{'serviceAccountName':'bound','containers':[{'name':'c','image':'i:1'}]}}");
            create("/api/v1/nodes", "{'metadata':{'name':'red-node'}}");
            for (String[] one :
                    new String[][] {
                        {"Secret", "s", "/api/v1/namespaces/red/secrets/s"},
                        {"Pod", "p", "/api/v1/namespaces/red/pods/p"},
                        {"Node", "red-node", "/api/v1/nodes/red-node"}
                    }) {
                String token =
                        token(
                                "bound",
                                "{'boundObjectRef':{'apiVersion':'v1','kind':'%s','name':'%s'}}"
                                        .formatted(one[0], one[1]));
                assertAccepted(token);
                delete(one[2]);
                assertRefused(token);
            }
        }
    }

    @Nested
    class AForgedToken {
        private final SigningKey own =
                new SigningKey(server.pki().serviceAccountKey(), new SecureRandom());

        private ObjectNode claims(Consumer<ObjectNode> change) throws Exception {
            if (admin.get("/api/v1/namespaces/red/serviceaccounts/forged").status() == 404) {
                account("forged");
            }
            String token = token("forged", "{}");
            ObjectNode claims =
                    (ObjectNode)
                            JsonMapper.shared()
                                    .readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
            change.accept(claims);
            return claims;
        }

        private String signed(Consumer<ObjectNode> change) throws Exception {
            return own.sign(claims(change));
        }

        private long now() {
            return Instant.now().getEpochSecond();
        }

        private String with(String header, String claims, byte[] signature) {
            return base64(header)
                    + "."
                    + base64(claims)
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        }

        private String base64(String text) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        @Test
        void thatIsNoneIsAccepted() throws Exception {
            assertAccepted(signed(_ -> {}));
        }

        @Test
        void outsideItsTime() throws Exception {
            assertRefused(signed(claims -> claims.put("exp", now() - 120)));
            assertRefused(signed(claims -> claims.put("nbf", now() + 120)));
            assertRefused(signed(claims -> claims.put("iat", now() + 120)));
            assertRefused(signed(claims -> claims.remove("exp")));
            assertRefused(signed(claims -> claims.put("exp", "tomorrow")));
            assertRefused(signed(claims -> claims.put("exp", -1e300)));
        }

        @Test
        void forOrFromAnother() throws Exception {
            assertRefused(signed(claims -> claims.put("aud", "vault")));
            assertRefused(signed(claims -> claims.putArray("aud").add("vault").addNull()));
            assertRefused(signed(claims -> claims.put("iss", "https://evil")));
            assertRefused(signed(claims -> claims.remove("iss")));
            assertRefused(signed(claims -> claims.put("sub", "system:admin")));
            assertRefused(
                    signed(claims ->
                            ((ObjectNode) claims.at("/kubernetes.io"))
                                    .put("namespace", "kube-system")));
            assertRefused(
                    signed(claims ->
                            ((ObjectNode) claims.at("/kubernetes.io/serviceaccount"))
                                    .put("name", "default")));
            assertRefused(signed(claims -> claims.remove("kubernetes.io")));
        }

        @Test
        void ofTheOlderKindWithoutItsSecret() throws Exception {
            String uid = claims(_ -> {}).at("/kubernetes.io/serviceaccount/uid").asString();
            ObjectNode legacy = JsonMapper.shared().createObjectNode();
            legacy.put("iss", "kubernetes/serviceaccount")
                    .put("kubernetes.io/serviceaccount/namespace", "red")
                    .put("kubernetes.io/serviceaccount/secret.name", "stolen")
                    .put("kubernetes.io/serviceaccount/service-account.name", "forged")
                    .put("kubernetes.io/serviceaccount/service-account.uid", uid)
                    .put("sub", "system:serviceaccount:red:forged");
            assertRefused(own.sign(legacy));
            create("/api/v1/namespaces/red/secrets", "{'metadata':{'name':'stolen'}}");
            assertRefused(own.sign(legacy));
        }

        @Test
        void byAnotherSigner() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair stranger = generator.generateKeyPair();
            String theirs = new SigningKey(stranger, new SecureRandom()).sign(claims(_ -> {}));
            assertRefused(theirs);
            String ours = signed(_ -> {});
            assertRefused(
                    ours.substring(0, ours.indexOf('.')) + theirs.substring(theirs.indexOf('.')));
            assertRefused(
                    theirs.substring(0, theirs.lastIndexOf('.'))
                            + ours.substring(ours.lastIndexOf('.')));
        }

        @Test
        void withAnAlgorithmOfItsOwn() throws Exception {
            String claims = claims(_ -> {}).toString();
            String keyId = own.verification().id();
            byte[] publicKey = server.pki().serviceAccountKey().getPublic().getEncoded();
            for (String algorithm :
                    List.of("none", "NONE", "", "HS256", "HS512", "RS256", "PS256", "ES384")) {
                for (String kid : List.of("", keyId)) {
                    String header = "{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, kid);
                    assertRefused(with(header, claims, new byte[0]));
                    assertRefused(with(header, claims, new byte[64]));
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
                    String text = base64(header) + "." + base64(claims);
                    byte[] tag = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
                    assertRefused(with(header, claims, tag));
                }
            }
            assertRefused(with("{\"alg\":\"ES256\"}", claims, new byte[64]));
            assertRefused(with("{\"alg\":\"ES256\",\"crit\":[\"exp\"]}", claims, new byte[64]));
            assertRefused(
                    with("{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\"}}", claims, new byte[64]));
        }

        @Test
        void thatIsBroken() throws Exception {
            String good = signed(_ -> {});
            for (int end :
                    new int[] {
                        1, 10, good.indexOf('.'), good.lastIndexOf('.'), good.length() - 4
                    }) {
                assertRefused(good.substring(0, end));
            }
            assertRefused(good + "." + good);
            assertRefused(good + "=");
            assertRefused("." + good);
            assertRefused("..");
            assertRefused("e30.e30.");
            assertRefused(base64("[".repeat(20_000)) + "." + base64("{}") + ".AAAA");
            assertRefused("A".repeat(50_000));
            String twice =
                    claims(_ -> {}).toString().replaceFirst("\\{", "{\"sub\":\"system:admin\",");
            assertRefused(with("{\"alg\":\"ES256\"}", twice, new byte[64]));
        }
    }

    @Nested
    class ACertificate {
        private final InstantSource longAgo =
                InstantSource.fixed(Instant.now().minus(Duration.ofDays(4000)));

        private ClusterPki pki(String name, InstantSource clock) {
            return ClusterPki.open(
                    directory.resolve(name),
                    new ServingNames(Set.of("localhost"), Set.of()),
                    clock,
                    new SecureRandom());
        }

        private void assertRefused(CertifiedKey shown) throws Exception {
            try (HttpCaller stranger = caller(Optional.of(shown))) {
                Reply reply = stranger.get("/api");
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.body().toString()).isEqualTo(UNAUTHORIZED);
            }
        }

        @Test
        void ofAnotherAuthorityOfTheSameName() throws Exception {
            assertRefused(pki("other", InstantSource.system()).client(ClientSubject.admin()));
        }

        @Test
        void thatHasExpired() throws Exception {
            assertRefused(pki("expired", longAgo).client(ClientSubject.admin()));
        }

        @Test
        void ofAServer() throws Exception {
            assertRefused(server.pki().serving());
        }

        @Test
        void thatSignedItself() throws Exception {
            ClusterPki other = pki("self", InstantSource.system());
            assertRefused(other.serving());
        }
    }

    @Nested
    class Headers {
        private static final String GOOD = "Bearer " + TestingApiServer.ADMIN_TOKEN;

        private int status(String... headers) throws Exception {
            return nobody.get("/api/v1/secrets", headers).status();
        }

        @Test
        void aSecondTokenDoesNotHelpTheFirst() throws Exception {
            assertThat(status("Authorization", "Bearer no", "Authorization", GOOD)).isEqualTo(401);
            assertThat(status("Authorization", GOOD, "Authorization", "Bearer no")).isEqualTo(200);
        }

        @Test
        void onlyAWellFormedOneCounts() throws Exception {
            assertThat(status("Authorization", "bEaReR " + TestingApiServer.ADMIN_TOKEN))
                    .isEqualTo(200);
            assertThat(status("Authorization", GOOD + " trailing")).isEqualTo(200);
            assertThat(status("Authorization", "Bearer  " + TestingApiServer.ADMIN_TOKEN))
                    .as("two spaces: no token, so nobody")
                    .isEqualTo(403);
            assertThat(status("Authorization", "Basic " + TestingApiServer.ADMIN_TOKEN))
                    .isEqualTo(403);
            assertThat(status("Authorization", "Bearer" + TestingApiServer.ADMIN_TOKEN))
                    .isEqualTo(403);
            assertThat(status("Authorization", GOOD + ",Bearer no")).isEqualTo(401);
            assertThat(status("Authorization", GOOD + "\u00a0")).isEqualTo(401);
        }

        @Test
        void nobodyActsForSomebody() throws Exception {
            assertThat(status("Impersonate-User", "kubernetes-admin")).isEqualTo(403);
            assertThat(status("iMPERSONATE-uSER", "x", "Impersonate-Group", "system:masters"))
                    .isEqualTo(403);
            assertThat(status("Impersonate-Group", "system:masters")).isEqualTo(400);
            assertThat(status("Impersonate-Uid", "1")).isEqualTo(400);
            assertThat(status("Impersonate-Extra-scopes", "x")).isEqualTo(400);
        }

        @Test
        void aProxyThatNobodyKnowsIsNotBelieved() throws Exception {
            Reply reply =
                    nobody.get(
                            "/api/v1/secrets",
                            "X-Remote-User",
                            "kubernetes-admin",
                            "X-Remote-Group",
                            "system:masters");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.message()).contains("User \"system:anonymous\"");
        }
    }
}
