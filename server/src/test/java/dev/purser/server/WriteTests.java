package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writes through the whole server, where several parts have to agree.
class WriteTests {
    private static final String MERGE = "application/merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static HttpProbe http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
        http.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
    }

    private static Reply patch(String path, String type, String body) {
        return http.patch(path, type, body);
    }

    @Nested
    class Scale {
        private static String deployment(String name) {
            return """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s"},"spec":{"replicas":1,
            "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
            "spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """
                    .formatted(name);
        }

        private static String scale(String name, int replicas) {
            return """
            {"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"%s"},
            "spec":{"replicas":%d}}
            """
                    .formatted(name, replicas);
        }

        @Test
        void appliesConflictWithAppliesOfTheObject() {
            String path = DEPLOYMENTS + "/conflict";
            patch(path + "?fieldManager=one", APPLY, deployment("conflict"));
            Reply refused = patch(path + "/scale?fieldManager=two", APPLY, scale("conflict", 3));
            assertThat(refused.json().path("message").asString())
                    .isEqualTo(
                            "Apply failed with 1 conflict: conflict with \"one\": .spec.replicas");
        }

        @Test
        void takesTheReplicasFromTheirOwnerWhenForced() {
            String path = DEPLOYMENTS + "/forced";
            patch(path + "?fieldManager=one", APPLY, deployment("forced"));
            Reply scaled =
                    patch(path + "/scale?fieldManager=two&force=true", APPLY, scale("forced", 3));
            assertThat(scaled.json().at("/spec/replicas").asInt()).isEqualTo(3);
            assertThat(
                            patch(path + "?fieldManager=one", APPLY, deployment("forced"))
                                    .json()
                                    .path("message")
                                    .asString())
                    .isEqualTo(
                            "Apply failed with 1 conflict: conflict with \"two\" with subresource"
                                    + " \"scale\": .spec.replicas");
        }
    }

    @Nested
    class UnreadablePatches {
        private static String refusal(String body) {
            String path = "/api/v1/namespaces/default/configmaps/unreadable?fieldManager=a";
            return patch(path, APPLY, body).json().path("message").asString();
        }

        @Test
        void areCalledByHowFarTheyCame() {
            assertThat(refusal("{"))
                    .isEqualTo(
                            "error decoding patch: error converting YAML to JSON: yaml: line 1:"
                                    + " did not find expected node content");
            assertThat(refusal("a: {"))
                    .isEqualTo(
                            "error encoding patch: yaml: line 1: did not find expected node"
                                    + " content");
        }
    }

    @Nested
    class Names {
        @Test
        void thatAreMissingAreNotComparedWithWhatADefinitionNames() {
            Reply refused =
                    http.post(
                            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                            "{\"spec\":{\"group\":\"a.example.com\"}}");
            assertThat(refused.json().path("message").asString())
                    .contains("metadata.name: Required value")
                    .doesNotContain("must be spec.names.plural");
        }

        @Test
        void ofLimitRangesNeedNotBeGiven() {
            Reply made = http.post("/api/v1/namespaces/default/limitranges?dryRun=All", "{}");
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.json().at("/metadata/name").asString()).hasSize(36);
        }

        @Test
        void mustBeInAnApplyThatCreates() {
            Reply refused =
                    patch(
                            "/api/v1/namespaces/default/configmaps/nameless?fieldManager=one",
                            APPLY,
                            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("message").asString())
                    .isEqualTo(
                            "the name of the object (nameless based on URL) was undeterminable:"
                                    + " name must be provided");
        }

        @Test
        void cannotBePatched() {
            String path = "/api/v1/namespaces/default/configmaps";
            http.post(path, "{\"metadata\":{\"name\":\"fixed\"}}");
            Reply refused = patch(path + "/fixed", MERGE, "{\"metadata\":{\"name\":\"other\"}}");
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Nested
    class EmptyLists {
        @Test
        void ownedByWhoeverGaveThem() {
            Reply made =
                    http.post(
                            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
                            "{\"metadata\":{\"name\":\"none\"},\"rules\":[]}");
            assertThat(made.json().path("rules").isNull()).isTrue();
            assertThat(made.json().at("/metadata/managedFields/0/fieldsV1").toString())
                    .isEqualTo("{\"f:rules\":{}}");
        }
    }

    @Nested
    class Size {
        private static final String ROLES =
                "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";

        private static String role(int size) {
            return """
            {"metadata":{"name":"large"},
            "rules":[{"verbs":["%s"],"apiGroups":[""],"resources":["r"]}]}
            """
                    .formatted("v".repeat(size));
        }

        @Test
        void ofWhatEtcdWouldNotTake() {
            Reply refused = http.post(ROLES, role(1_573_000));
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.json().path("message").asString())
                    .isEqualTo("etcdserver: request is too large");
        }

        @Test
        void ofWhatWouldNotEvenReachEtcd() {
            assertThat(http.post(ROLES, role(2_100_000)).json().path("message").asString())
                    .startsWith("rpc error: code = ResourceExhausted")
                    .endsWith(" vs. 2097152)");
        }

        @Test
        void isNothingAgainstATry() {
            assertThat(http.post(ROLES + "?dryRun=All", role(1_573_000)).status()).isEqualTo(201);
        }

        @Test
        void ofABodyIsThreeMegabytes() {
            assertThat(http.post(ROLES, role(3 * 1024 * 1024)).status()).isEqualTo(413);
        }
    }

    @Nested
    class Versions {
        @Test
        void mustBeNumbers() {
            String path = "/api/v1/namespaces/default/configmaps";
            http.post(path, "{\"metadata\":{\"name\":\"versions\"}}");
            Reply refused =
                    http.put(
                            path + "/versions",
                            "{\"metadata\":{\"name\":\"versions\",\"resourceVersion\":\"x\"}}");
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.json().path("message").asString())
                    .isEqualTo("strconv.ParseUint: parsing \"x\": invalid syntax");
        }
    }

    @Nested
    class PolicyBindings {
        @Test
        void mustSayWhatToDo() {
            Reply refused =
                    http.post(
                            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
                            "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"policyName\":\"p\"}}");
            assertThat(refused.json().path("message").asString())
                    .endsWith("spec.validationActions: Required value");
        }
    }

    @Nested
    class Tries {
        @Test
        void mayHaveAVersion() {
            String body = "{\"metadata\":{\"name\":\"tried\",\"resourceVersion\":\"5\"}}";
            String path = "/api/v1/namespaces/default/configmaps";
            assertThat(http.post(path + "?dryRun=All", body).status()).isEqualTo(201);
            assertThat(http.post(path, body).status()).isEqualTo(500);
        }
    }

    @Nested
    class Methods {
        @Test
        void createOnlyInCollectionsAndChangeOnlyObjects() {
            String path = "/api/v1/namespaces/default/configmaps";
            assertThat(http.post(path + "/x", "{}").status()).isEqualTo(405);
            assertThat(http.put(path, "{}").status()).isEqualTo(405);
            assertThat(patch(path, MERGE, "{}").status()).isEqualTo(405);
        }
    }
}
