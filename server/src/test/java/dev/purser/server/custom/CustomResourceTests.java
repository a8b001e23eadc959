package dev.purser.server.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Custom resources through a whole server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomResourceTests {
    private static final GroupVersionResource WIDGETS =
            new GroupVersionResource("toys.example.com", "v1", "widgets");
    private static final GroupVersionResource WIDGETS_V2 =
            new GroupVersionResource("toys.example.com", "v2", "widgets");
    private static final String DEFINITION =
            """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
             "metadata":{"name":"widgets.toys.example.com"},
             "spec":{"group":"toys.example.com","scope":"Namespaced",
              "names":{"plural":"widgets","kind":"Widget","shortNames":["wd"]},
              "versions":[
               {"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
                "selectableFields":[{"jsonPath":".spec.colour"}],
                "schema":{"openAPIV3Schema":{"type":"object","properties":{
                 "spec":{"type":"object","properties":{
                  "size":{"type":"integer","maximum":10},
                  "colour":{"type":"string","default":"red"}},
                  "x-kubernetes-validations":[{"rule":"self.size < 9","message":"too big"}]},
                 "status":{"type":"object","properties":{"phase":{"type":"string"}}}}}}},
               {"name":"v2","served":true,"storage":false,
                "schema":{"openAPIV3Schema":{"type":"object","properties":{
                 "spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
            """;

    private TestingApiServer server;
    private Api api;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("tester", Identity.MASTERS));
        define(DEFINITION);
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    private void define(String text) throws InterruptedException {
        KubeObject definition = object(text);
        api.create(Definitions.RESOURCE, definition);
        until(() -> condition(definition.name(), "Established").equals("True"));
    }

    private String condition(String name, String type) {
        for (var condition :
                api.get(Definitions.RESOURCE, "", name).json().at("/status/conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("");
            }
        }
        return "";
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(10);
        }
    }

    private static KubeObject object(String text) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(text));
    }

    private static KubeObject widget(String version, String name, String spec) {
        return object(
                """
                {"apiVersion":"toys.example.com/%s","kind":"Widget",
                 "metadata":{"name":"%s","namespace":"default"},"spec":%s}
                """
                        .formatted(version, name, spec));
    }

    @Test
    void aNewObjectIsPrunedAndDefaulted() {
        KubeObject made = api.create(WIDGETS, widget("v1", "made", "{\"size\":1,\"odd\":2}"));
        assertThat(made.json().path("spec"))
                .isEqualTo(JsonMapper.shared().readTree("{\"colour\":\"red\",\"size\":1}"));
        assertThat(made.generation()).isEqualTo(1);
    }

    @Test
    void whatBreaksTheSchemaIsRefused() {
        assertThatThrownBy(() -> api.create(WIDGETS, widget("v1", "big", "{\"size\":11}")))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining(
                        "spec.size: Invalid value: 11: spec.size in body should be less than or"
                                + " equal to 10");
    }

    @Test
    void whatBreaksARuleIsRefused() {
        assertThatThrownBy(() -> api.create(WIDGETS, widget("v1", "ruled", "{\"size\":9}")))
                .hasMessageContaining("spec: Invalid value: too big");
    }

    @Test
    void anObjectIsSeenInEveryVersion() {
        api.create(WIDGETS, widget("v1", "both", "{\"size\":2}"));
        KubeObject other = api.get(WIDGETS_V2, "default", "both");
        assertThat(other.groupVersionKind().version()).isEqualTo("v2");
        assertThat(other.json().at("/spec/size").asInt()).isEqualTo(2);
    }

    @Test
    void selectorsFindItByTheFieldsThatAreSelectable() {
        api.create(WIDGETS, widget("v1", "blue", "{\"size\":2,\"colour\":\"blue\"}"));
        assertThat(api.list(WIDGETS, "default", ListOptions.fields("spec.colour=blue")).items())
                .extracting(KubeObject::name)
                .containsExactly("blue");
    }

    @Test
    void theStatusIsWrittenThroughItsOwnDoorOnly() {
        api.create(WIDGETS, widget("v1", "stated", "{\"size\":2}"));
        KubeObject stated = api.get(WIDGETS, "default", "stated");
        stated.status().put("phase", "Good");
        assertThat(api.update(WIDGETS, stated).json().has("status")).isFalse();
        assertThat(api.updateStatus(WIDGETS, stated).json().at("/status/phase").asString())
                .isEqualTo("Good");
    }

    @Test
    void aNameThatIsTakenIsNotAccepted() throws InterruptedException {
        api.create(
                Definitions.RESOURCE,
                object(
                        DEFINITION
                                .replace("widgets", "gadgets")
                                .replace("\"v2\",\"served\":true", "\"v2\",\"served\":false")));
        until(() -> condition("gadgets.toys.example.com", "NamesAccepted").equals("False"));
        assertThat(condition("gadgets.toys.example.com", "Established")).isEqualTo("False");
        api.delete(
                new Api.ObjectRef(Definitions.RESOURCE, "", "gadgets.toys.example.com"),
                DeleteOptions.defaults());
    }

    @Test
    void aDefinitionTakesItsObjectsAlong() throws InterruptedException {
        define(DEFINITION.replace("toys.example.com", "gone.example.com"));
        GroupVersionResource gone = new GroupVersionResource("gone.example.com", "v1", "widgets");
        api.create(
                gone,
                object(
                        widget("v1", "last", "{\"size\":1}")
                                .json()
                                .toString()
                                .replace("toys.example.com", "gone.example.com")));
        api.delete(
                new Api.ObjectRef(Definitions.RESOURCE, "", "widgets.gone.example.com"),
                DeleteOptions.defaults());
        until(() -> isGone("widgets.gone.example.com"));
        until(() -> isUnknown(gone));
    }

    /// Whether the resource is served no more: a moment after its definition is gone.
    private boolean isUnknown(GroupVersionResource resource) {
        try {
            api.list(resource, "", ListOptions.all());
            return false;
        } catch (StatusException e) {
            return e.reason() == StatusReason.NOT_FOUND;
        }
    }

    private boolean isGone(String name) {
        try {
            api.get(Definitions.RESOURCE, "", name);
            return false;
        } catch (StatusException e) {
            return e.reason() == StatusReason.NOT_FOUND;
        }
    }

    @Test
    void aDefinitionThatIsNotStructuralIsRefused() {
        KubeObject bad =
                object(
                        DEFINITION
                                .replace("toys.example.com", "bad.example.com")
                                .replace("\"type\":\"integer\",", ""));
        assertThatThrownBy(() -> api.create(Definitions.RESOURCE, bad))
                .hasMessageContaining(
                        "spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[size]"
                                + ".type: Required value: must not be empty for specified object"
                                + " fields");
    }
}
