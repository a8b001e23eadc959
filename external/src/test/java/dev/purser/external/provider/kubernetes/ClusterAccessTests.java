package dev.purser.external.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.client.testing.ManualTimers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.StoreConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ClusterAccessTests {
    private static final String TOKEN =
            "\"auth\": {\"token\": {\"bearerToken\": {\"name\": \"t\", \"key\": \"token\"}}}";

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));
    private final FixedCredentials credentials =
            new FixedCredentials()
                    .withSecret("t", "token", "s3cret-token\n")
                    .withConfigMap("ca", "ca.crt", "PEM of the ConfigMap")
                    .withSecret("ca", "ca.crt", "PEM of the Secret");
    private final OwnCluster own =
            new OwnCluster(() -> URI.create("https://127.0.0.1:6443"), "own PEM");

    private ClusterAccess read(String provider) throws ProviderException {
        return new ClusterAccessReader(
                        new StoreConfig(
                                "team",
                                "store",
                                JsonMapper.shared().readTree(provider),
                                credentials),
                        own,
                        timers)
                .read();
    }

    private ProviderException refusal(String provider) {
        ProviderException refusal =
                catchThrowableOfType(ProviderException.class, () -> read(provider));
        assertThat(refusal).as("%s", provider).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("s3cret");
        return refusal;
    }

    private void assertRefused(String provider, String why) {
        ProviderException refusal = refusal(provider);
        assertThat(refusal.kind()).isEqualTo(Kind.BAD_CONFIGURATION);
        assertThat(refusal.getMessage()).contains(why);
    }

    private static String at(String server) {
        return "{\"server\": {%s}, %s}".formatted(server, TOKEN);
    }

    @Nested
    class Servers {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "\"url\": \"kubernetes.default\"",
                    "\"url\": \"https://kubernetes.default.svc\"",
                    "\"url\": \"https://kubernetes.default.svc.cluster.local:443/\""
                })
        void ofThisClusterAreReachedWhereTheyListen(String server) throws Exception {
            ClusterAccess access = read(at(server));

            assertThat(access.connection().server()).isEqualTo(own.address().get());
            assertThat(access.connection().certificateAuthority()).isEqualTo("own PEM");
        }

        @Test
        void elsewhereAreReachedByTheirAddress() throws Exception {
            ClusterAccess access = read(at("\"url\": \"https://other:6443/k8s/clusters/c-1/\""));

            assertThat(access.connection().server())
                    .isEqualTo(URI.create("https://other:6443/k8s/clusters/c-1"));
            assertThat(access.connection().certificateAuthority()).isEmpty();
        }

        @Test
        void withoutASchemeSpeakTls() throws Exception {
            assertThat(read(at("\"url\": \"other:6443\"")).connection().server())
                    .isEqualTo(URI.create("https://other:6443"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://admin:s3cret@other",
                    "ftp://other",
                    "https://",
                    "file:///etc/passwd",
                    "https://other/?a=s3cret",
                    "https://oth er"
                })
        void withNonsenseForAnAddressAreRefused(String url) {
            assertRefused(at("\"url\": \"%s\"".formatted(url)), "server.url");
        }

        @Test
        void areKnownByTheAuthorityThatIsNamed() throws Exception {
            String inline =
                    Base64.getEncoder()
                            .encodeToString("inline PEM".getBytes(StandardCharsets.UTF_8));

            assertThat(
                            read(at("\"caBundle\": \"%s\"".formatted(inline)))
                                    .connection()
                                    .certificateAuthority())
                    .isEqualTo("inline PEM");
            assertThat(authorityOf("ConfigMap")).isEqualTo("PEM of the ConfigMap");
            assertThat(authorityOf("Secret")).isEqualTo("PEM of the Secret");
            assertRefused(at("\"caBundle\": \"%%%\""), "caBundle");
            assertRefused(
                    at("\"caProvider\": {\"type\": \"Pod\", \"name\": \"ca\"}"), "caProvider");
        }

        private String authorityOf(String type) throws ProviderException {
            String from =
                    "\"caProvider\": {\"type\": \"%s\", \"name\": \"ca\", \"key\": \"ca.crt\"}"
                            .formatted(type);
            return read(at(from)).connection().certificateAuthority();
        }
    }

    @Nested
    class Methods {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"auth\": {}}",
                    "{\"auth\": {\"token\": {}, \"serviceAccount\": {}}}",
                    "{\"auth\": {\"unheardOf\": {}}}"
                })
        void mustBeExactlyOne(String provider) {
            assertRefused(provider, "exactly one of");
        }

        @Test
        void doNotMixWithAKubeconfig() {
            assertRefused("{\"authRef\": {\"name\": \"t\"}, %s}".formatted(TOKEN), "authRef");
        }

        @Test
        void needTheirSecrets() {
            assertThat(
                            refusal(
                                            "{\"auth\":{\"token\":{\"bearerToken\":{\"name\":\"x\",\"key\":\"y\"}}}}")
                                    .kind())
                    .isEqualTo(Kind.MISSING_CREDENTIALS);
        }

        @Test
        void withACertificateNeedAReadableOne() {
            assertRefused(
                    """
                    {"auth": {"cert": {"clientCert": {"name": "t", "key": "token"},
                                       "clientKey": {"name": "t", "key": "token"}}}}
                    """,
                    "certificate");
        }

        @Test
        void withAServiceAccountAskForATokenNowAndThen() throws Exception {
            Iterator<String> tokens = List.of("first", "second", "third").iterator();
            credentials.withToken("reader", tokens::next);
            AccountToken token =
                    read("{\"auth\": {\"serviceAccount\": {\"name\": \"reader\"}}}")
                            .token()
                            .orElseThrow();

            token.renew();
            timers.advance(Duration.ofMinutes(44));
            token.renew();
            assertThat(token.current()).isEqualTo("first");
            timers.advance(Duration.ofMinutes(2));
            token.renew();
            assertThat(token.current()).isEqualTo("second");
            token.reject("first");
            token.renew();
            assertThat(token.current()).as("nobody refused it").isEqualTo("second");
            token.reject("second");
            token.renew();
            assertThat(token.current()).isEqualTo("third");
        }
    }

    @Nested
    class Kubeconfigs {
        private static final String GOOD =
                """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://other:6443"CLUSTER}}]
                users: [{name: u, user: {token: s3cret-tokenUSER}}]
                """;

        private String with(String kubeconfig) {
            credentials.withSecret("config", "kubeconfig", kubeconfig);
            return "{\"authRef\": {\"name\": \"config\", \"key\": \"kubeconfig\"}}";
        }

        private String with(String cluster, String user) {
            return with(GOOD.replace("CLUSTER", cluster).replace("USER", user));
        }

        @Test
        void areReadInline() throws Exception {
            ClusterAccess access = read(with("", ""));

            assertThat(access.server()).isEqualTo("https://other:6443");
            assertThat(access.toString()).doesNotContain("s3cret");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "client-certificate: /etc/shadow",
                    "client-key: /etc/shadow",
                    "tokenFile: /etc/shadow",
                    "exec: {command: /bin/sh}",
                    "auth-provider: {name: gcp}",
                    "username: admin",
                    "as: system:admin"
                })
        void reachNoFilesOrProgramsOfTheMachine(String field) {
            assertRefused(with("", ", " + field), field.substring(0, field.indexOf(':')));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "certificate-authority: /etc/shadow",
                    "insecure-skip-tls-verify: true",
                    "proxy-url: http://proxy"
                })
        void knowTheirServer(String field) {
            assertRefused(with(", " + field, ""), field.substring(0, field.indexOf(':')));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "s3cret",
                    "a: *s3cret",
                    "{}",
                    "current-context: s3cret",
                    "[]",
                    "clusters: s3cret"
                })
        void thatAreNoneAreNotShown(String text) {
            assertRefused(with(text), "authRef");
        }
    }
}
