package dev.purser.api.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.resource.Catalog;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DiscoveryTests {
    private final Catalog catalog = Catalog.load();
    private final Discovery discovery = new Discovery(() -> catalog);

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }

    private JsonNode resource(String group, String version, String name) {
        ObjectNode list = discovery.resourceList(group, version).orElseThrow();
        return list.path("resources")
                .valueStream()
                .filter(resource -> resource.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void describesAGroup() {
        assertThat(discovery.group("autoscaling").orElseThrow())
                .isEqualTo(
                        json(
                                """
                                {"kind": "APIGroup", "apiVersion": "v1", "name": "autoscaling",
                                 "versions": [
                                   {"groupVersion": "autoscaling/v2", "version": "v2"},
                                   {"groupVersion": "autoscaling/v1", "version": "v1"}],
                                 "preferredVersion":
                                   {"groupVersion": "autoscaling/v2", "version": "v2"}}
                                """));
    }

    @Test
    void listsOnlyNamedGroups() {
        assertThat(discovery.groupList().path("groups").valueStream())
                .extracting(group -> group.path("name").asString())
                .contains("apps", "rbac.authorization.k8s.io")
                .doesNotContain("");
    }

    @Test
    void describesAResourceWithItsSubresources() {
        assertThat(resource("apps", "v1", "deployments"))
                .isEqualTo(
                        json(
                                """
                                {"name": "deployments", "singularName": "deployment",
                                 "namespaced": true, "kind": "Deployment",
                                 "verbs": ["create", "delete", "deletecollection", "get", "list",
                                   "patch", "update", "watch"],
                                 "shortNames": ["deploy"], "categories": ["all"],
                                 "storageVersionHash": "8aSe+NMegvE="}
                                """));
        assertThat(resource("apps", "v1", "deployments/scale"))
                .isEqualTo(
                        json(
                                """
                                {"name": "deployments/scale", "singularName": "",
                                 "namespaced": true, "group": "autoscaling", "version": "v1",
                                 "kind": "Scale", "verbs": ["get", "patch", "update"]}
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "'', v1, configmaps, qFsyl6wFWjQ=",
        "events.k8s.io, v1, events, r2yiGXH7wu8=",
        "autoscaling, v1, horizontalpodautoscalers, qwQve8ut294=",
        "apiextensions.k8s.io, v1, customresourcedefinitions, jfWCUB31mvA=",
    })
    void showsTheHashOfTheVersionThatKubernetesStores(
            String group, String version, String name, String hash) {
        assertThat(resource(group, version, name).path("storageVersionHash").asString())
                .isEqualTo(hash);
    }

    @Test
    void showsNoHashForWhatIsNotStored() {
        assertThat(resource("", "v1", "bindings").has("storageVersionHash")).isFalse();
    }

    @Test
    void knowsNoOtherGroupsAndVersions() {
        assertThat(discovery.group("none.example.com")).isEmpty();
        assertThat(discovery.group("")).isEmpty();
        assertThat(discovery.resourceList("apps", "v2")).isEqualTo(Optional.empty());
    }

    @Test
    void aggregatesEverything() {
        ObjectNode document = discovery.aggregatedGroups();
        assertThat(document.path("apiVersion").asString()).isEqualTo("apidiscovery.k8s.io/v2");
        JsonNode scale = document.at("/items/1/versions/0/resources/2/subresources/0");
        assertThat(scale)
                .isEqualTo(
                        json(
                                """
                                {"subresource": "scale", "responseKind":
                                   {"group": "autoscaling", "version": "v1", "kind": "Scale"},
                                 "verbs": ["get", "patch", "update"]}
                                """));
        JsonNode core = discovery.aggregatedCore().at("/items/0/versions/0");
        assertThat(core.path("version").asString()).isEqualTo("v1");
        assertThat(core.path("freshness").asString()).isEqualTo("Current");
    }
}
