package dev.purser.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.TestingApiServer;
import dev.purser.server.access.HttpCaller.Reply;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers of a whole server, over HTTPS. One server for all tests: each uses a namespace or names
/// of its own.
class AccessTests {
    @TempDir private static Path directory;
    private static TestingApiServer server;
    private static HttpCaller admin;
    private static HttpCaller nobody;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory.resolve("server"));
        admin = caller(Optional.of(server.pki().client(ClientSubject.admin())));
        nobody = caller(Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        admin.close();
        nobody.close();
        server.close();
    }

    private static HttpCaller caller(Optional<CertifiedKey> credential) {
        return new HttpCaller(server.uri(), server.pki().authority(), credential);
    }

    private static void create(String path, String json) throws IOException, InterruptedException {
        Reply reply = admin.send("POST", path, json);
        assertThat(reply.status()).as(reply.message()).isEqualTo(201);
    }

    private static void createNamespace(String name) throws IOException, InterruptedException {
        create("/api/v1/namespaces", "{'metadata':{'name':'%s'}}".formatted(name));
    }

    @Nested
    class Credentials {
        @Test
        void aClientCertificateOfTheClusterIsTheAdmin() throws Exception {
            assertThat(admin.get("/api/v1/namespaces").status()).isEqualTo(200);
        }

        @Test
        void aClientCertificateOfAnotherClusterIsRefusedWithAnAnswer() throws Exception {
            ClusterPki other =
                    ClusterPki.open(
                            directory.resolve("other"),
                            new ServingNames(Set.of(), Set.of()),
                            InstantSource.system(),
                            new SecureRandom());
            try (HttpCaller stranger = caller(Optional.of(other.client(ClientSubject.admin())))) {
                assertThat(stranger.get("/version").status()).isEqualTo(401);
            }
        }

        @Test
        void theTokenOfTheTestEnvironmentIsTheAdmin() throws Exception {
            assertThat(
                            nobody.get(
                                            "/api/v1/namespaces",
                                            "Authorization",
                                            "Bearer " + TestingApiServer.ADMIN_TOKEN)
                                    .status())
                    .isEqualTo(200);
        }

        @Test
        void withoutAnyThereIsHealthAndNothingElse() throws Exception {
            assertThat(nobody.get("/healthz").status()).isEqualTo(200);
            assertThat(nobody.get("/version").status()).isEqualTo(200);
            assertThat(nobody.get("/api").status()).isEqualTo(403);
            assertThat(nobody.get("/api/v1/secrets").message())
                    .isEqualTo(
                            "secrets is forbidden: User \"system:anonymous\" cannot list resource \"secrets\" in API group \"\" at the cluster scope");
        }
    }

    @Nested
    class AServiceAccountToken {
        private String token(String namespace, String spec)
                throws IOException, InterruptedException {
            Reply reply =
                    admin.send(
                            "POST",
                            "/api/v1/namespaces/%s/serviceaccounts/robot/token"
                                    .formatted(namespace),
                            "{'spec':%s}".formatted(spec));
            assertThat(reply.status()).as(reply.message()).isEqualTo(201);
            return reply.body().at("/status/token").asString();
        }

        private void createAccount(String namespace) throws IOException, InterruptedException {
            createNamespace(namespace);
            create(
                    "/api/v1/namespaces/%s/serviceaccounts".formatted(namespace),
                    "{'metadata':{'name':'robot'}}");
        }

        private Reply getWith(String token, String path) throws IOException, InterruptedException {
            return nobody.get(path, "Authorization", "Bearer " + token);
        }

        @Test
        void mayDoWhatItsRoleSaysFromTheMomentOfTheBinding() throws Exception {
            createAccount("bound");
            String token = token("bound", "{}");
            String secrets = "/api/v1/namespaces/bound/secrets";
            assertThat(getWith(token, secrets).status()).isEqualTo(403);

            create(
                    "/apis/rbac.authorization.k8s.io/v1/namespaces/bound/rolebindings",
                    "{'metadata':{'name':'b'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'system:aggregate-to-edit'},'subjects':[{'kind':'ServiceAccount','name':'robot','namespace':'bound'}]}");

            assertThat(getWith(token, secrets).status()).isEqualTo(200);
            assertThat(getWith(token, "/api/v1/namespaces/default/secrets").status())
                    .isEqualTo(403);
        }

        @Test
        void endsWithItsAccount() throws Exception {
            createAccount("ends");
            String token = token("ends", "{}");
            assertThat(getWith(token, "/api").status()).isEqualTo(200);

            admin.send("DELETE", "/api/v1/namespaces/ends/serviceaccounts/robot", "");

            assertThat(getWith(token, "/api").status()).isEqualTo(401);
        }

        @Test
        void endsWithTheSecretItIsBoundTo() throws Exception {
            createAccount("anchored");
            create("/api/v1/namespaces/anchored/secrets", "{'metadata':{'name':'anchor'}}");
            String token =
                    token(
                            "anchored",
                            "{'boundObjectRef':{'apiVersion':'v1','kind':'Secret','name':'anchor'}}");
            assertThat(getWith(token, "/api").status()).isEqualTo(200);

            admin.send("DELETE", "/api/v1/namespaces/anchored/secrets/anchor", "");

            assertThat(getWith(token, "/api").status()).isEqualTo(401);
        }
    }

    @Nested
    class Granting {
        @Test
        void moreThanOneHasIsRefused() throws Exception {
            createNamespace("granting");
            String roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/granting/roles";
            create(
                    roles,
                    "{'metadata':{'name':'roles'},'rules':[{'verbs':['*'],'apiGroups':['rbac.authorization.k8s.io'],'resources':['roles']},{'verbs':['get'],'apiGroups':[''],'resources':['pods']}]}"
                            .replace("['*']", "['create','update']"));
            create(
                    "/apis/rbac.authorization.k8s.io/v1/namespaces/granting/rolebindings",
                    "{'metadata':{'name':'roles'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'Role','name':'roles'},'subjects':[{'apiGroup':'rbac.authorization.k8s.io','kind':'User','name':'eve'}]}");

            Reply held =
                    admin.send(
                            "POST",
                            roles,
                            "{'metadata':{'name':'held'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['pods']}]}",
                            "Impersonate-User",
                            "eve");
            Reply more =
                    admin.send(
                            "POST",
                            roles,
                            "{'metadata':{'name':'more'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['secrets']}]}",
                            "Impersonate-User",
                            "eve");

            assertThat(held.status()).isEqualTo(201);
            assertThat(more.status()).isEqualTo(403);
            assertThat(more.message())
                    .isEqualTo(
                            """
                            roles.rbac.authorization.k8s.io "more" is forbidden: user "eve" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
                            {APIGroups:[""], Resources:["secrets"], Verbs:["get"]}\
                            """);
        }
    }

    @Nested
    class APod {
        @Test
        void isCompletedByTheAdmissionPlugins() throws Exception {
            createNamespace("pods");
            create("/api/v1/namespaces/pods/serviceaccounts", "{'metadata':{'name':'default'}}");

            Reply pod =
                    admin.send(
                            "POST",
                            "/api/v1/namespaces/pods/pods",
                            "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i:1'}],'priorityClassName':'system-node-critical'}}");

            assertThat(pod.status()).as(pod.message()).isEqualTo(201);
            assertThat(pod.body().at("/spec/priority").asInt()).isEqualTo(2_000_001_000);
            assertThat(pod.body().at("/spec/serviceAccountName").asString()).isEqualTo("default");
            assertThat(pod.body().at("/spec/tolerations").size()).isEqualTo(2);
            assertThat(pod.body().at("/spec/containers/0/volumeMounts/0/mountPath").asString())
                    .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
        }
    }
}
