package dev.purser.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final OpenApi OPEN_API = new OpenApi(Schemas.load(), Catalog.load(), "v1.37.2");

    private static JsonNode document(String path) {
        return MAPPER.readTree(OPEN_API.document(path).orElseThrow());
    }

    private static Set<String> references(JsonNode node) {
        Set<String> found = new HashSet<>();
        collect(node, found);
        return found;
    }

    private static List<String> dangling(JsonNode document) {
        return references(document).stream()
                .filter(ref -> !document.at(ref.substring(1)).isObject())
                .toList();
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.path("$ref").isString()) {
            found.add(node.path("$ref").stringValue());
        }
        node.forEach(child -> collect(child, found));
    }

    @Nested
    class Version3 {
        @Test
        void listsEveryVersionOfEveryGroup() {
            JsonNode paths = OPEN_API.index().path("paths");
            assertThat(paths.propertyNames()).contains("api/v1", "apis/apps/v1");
            String url = paths.path("apis/apps/v1").path("serverRelativeURL").asString();
            assertThat(url)
                    .isEqualTo(
                            "/openapi/v3/apis/apps/v1?hash="
                                    + OPEN_API.hash("apis/apps/v1").orElseThrow());
            assertThat(url).matches(".*hash=[0-9A-F]{128}");
        }

        @Test
        void givesEveryDocumentAHashOfItsOwn() {
            assertThat(OPEN_API.hash("api/v1")).isNotEqualTo(OPEN_API.hash("apis/apps/v1"));
            assertThat(OPEN_API.hash("apis/none/v1")).isEmpty();
            assertThat(OPEN_API.document("apis/none/v1")).isEmpty();
        }

        @Test
        void leavesNoReferenceDangling() {
            OPEN_API.index()
                    .path("paths")
                    .propertyNames()
                    .forEach(path -> {
                        JsonNode document = document(path);
                        assertThat(dangling(document)).as(path).isEmpty();
                    });
        }

        @Test
        void tellsWhichMethodsAPathHas() {
            JsonNode core = document("api/v1");
            assertThat(
                            core.path("paths")
                                    .path("/api/v1/namespaces/{namespace}/configmaps/{name}")
                                    .propertyNames())
                    .containsExactly("get", "put", "delete", "patch", "parameters");
            assertThat(
                            core.path("components")
                                    .path("schemas")
                                    .path("io.k8s.api.core.v1.Secret")
                                    .propertyNames())
                    .containsExactlyInAnyOrder(
                            "description", "properties", "type", "x-kubernetes-group-version-kind");
        }

        @Test
        void sharesTheParametersThatAllOperationsOfAPathHave() {
            JsonNode paths = document("api/v1").path("paths");
            JsonNode everywhere = paths.path("/api/v1/configmaps");
            assertThat(everywhere.path("get").has("parameters")).isFalse();
            assertThat(
                            everywhere
                                    .path("parameters")
                                    .valueStream()
                                    .map(p -> p.path("name").asString()))
                    .containsExactly(
                            "allowWatchBookmarks",
                            "continue",
                            "fieldSelector",
                            "labelSelector",
                            "limit",
                            "pretty",
                            "resourceVersion",
                            "resourceVersionMatch",
                            "sendInitialEvents",
                            "shardSelector",
                            "timeoutSeconds",
                            "watch");
            JsonNode collection = paths.path("/api/v1/namespaces/{namespace}/configmaps");
            assertThat(collection.path("post").path("parameters").size()).isEqualTo(3);
            assertThat(collection.path("parameters").size()).isEqualTo(2);
        }

        @Test
        void tellsEveryAnswerOfSuccess() {
            JsonNode paths = document("api/v1").path("paths");
            JsonNode collection = paths.path("/api/v1/namespaces/{namespace}/configmaps");
            assertThat(collection.at("/post/responses").propertyNames())
                    .containsExactly("200", "201", "202", "401");
            assertThat(collection.at("/post/requestBody/required").asBoolean()).isTrue();
            assertThat(collection.at("/delete/requestBody").has("required")).isFalse();
            assertThat(collection.at("/get/responses/200/content").propertyNames())
                    .contains("application/json;stream=watch");
            JsonNode exec = paths.path("/api/v1/namespaces/{namespace}/pods/{name}/exec");
            assertThat(exec.at("/get/responses/200/content"))
                    .hasToString("{\"*/*\":{\"schema\":{\"type\":\"string\"}}}");
        }

        @Test
        void namesOperationsForCodeGenerators() {
            JsonNode roles =
                    document("apis/rbac.authorization.k8s.io/v1")
                            .path("paths")
                            .path("/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles")
                            .path("delete");
            assertThat(roles.path("operationId").asString())
                    .isEqualTo("deleteRbacAuthorizationV1CollectionNamespacedRole");
            assertThat(roles.at("/tags/0").asString()).isEqualTo("rbacAuthorization_v1");
            JsonNode pods = document("api/v1").path("paths");
            String pod = "/api/v1/namespaces/{namespace}/pods/{name}";
            assertThat(pods.path(pod + "/attach").at("/get/operationId").asString())
                    .isEqualTo("connectCoreV1GetNamespacedPodAttach");
            assertThat(
                            pods.path(pod)
                                    .at("/delete/responses/200/content")
                                    .path("application/json")
                                    .at("/schema/$ref")
                                    .asString())
                    .endsWith(".Pod");
        }

        @Test
        void namesTheParametersOfPatches() {
            JsonNode patch =
                    document("apis/apps/v1")
                            .path("paths")
                            .path("/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
                            .path("patch");
            assertThat(patch.path("parameters").valueStream().map(p -> p.path("name").asString()))
                    .contains("dryRun", "fieldManager", "fieldValidation", "force");
            assertThat(patch.path("x-kubernetes-group-version-kind"))
                    .hasToString("{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"}");
        }
    }

    @Nested
    class Version2 {
        private final JsonNode document = MAPPER.readTree(OPEN_API.version2Json());

        @Test
        void hasThePartsOfASwaggerDocument() {
            assertThat(document.propertyNames())
                    .containsExactlyInAnyOrder(
                            "swagger",
                            "info",
                            "paths",
                            "definitions",
                            "parameters",
                            "securityDefinitions",
                            "security");
        }

        @Test
        void refersOnlyToWhatItDefines() {
            assertThat(dangling(document)).isEmpty();
        }

        @Test
        void convertsPropertiesThatAreCalledLikeKeywords() {
            assertThat(
                            document.path("definitions")
                                    .path("io.k8s.api.core.v1.LimitRangeItem")
                                    .path("properties")
                                    .path("default")
                                    .path("additionalProperties")
                                    .path("$ref")
                                    .asString())
                    .isEqualTo("#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity");
        }

        @Test
        void isAlsoAProtobufMessage() {
            byte[] message = OPEN_API.version2Protobuf();
            assertThat(message).startsWith(0x0A, 3, '2', '.', '0', 0x12);
            assertThat(new String(message, StandardCharsets.UTF_8))
                    .contains("io.k8s.api.core.v1.ConfigMap")
                    .contains("x-kubernetes-group-version-kind");
        }
    }
}
