package dev.purser.server.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.codec.StructReader;
import dev.purser.api.extension.CustomForm;
import dev.purser.api.extension.JsonSchema;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.Schemas;
import dev.purser.server.object.CanonicalForm;
import dev.purser.server.object.StoredObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CustomStorageTests {
    private static final String WIDGET =
            """
            {"apiVersion":"toys.example.com/v1","kind":"Widget",
             "metadata":{"name":"w","uid":"1","generation":1,"labels":{"b":"1","a":"2"}},
             "spec":{"size":2.5,"colour":"red","limit":12345678901,
              "parts":[{"name":"x","kind":"y"},1.0,null]},
             "status":{"phase":"Made","conditions":[{"type":"Ready","status":"True"}]},
             "extra":true}
            """;

    private static CustomStorage storage(String version) {
        StructReader metadata =
                new StructReader(
                        Schemas.load()
                                .find("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
                                .orElseThrow());
        return new CustomStorage(
                new CustomForm(
                        new GroupVersionKind("toys.example.com", version, "Widget"),
                        new CustomForm.Shapes(
                                Map.of("v1", JsonSchema.empty(), "v2", JsonSchema.empty()),
                                CustomForm.UnknownFields.PRESERVED,
                                metadata)),
                "toys.example.com/v1");
    }

    private static KubeObject widget() {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(WIDGET));
    }

    private static StoredObject store(CustomStorage storage, KubeObject object) {
        return StoredObject.of(CanonicalForm.encode(storage.stored(object)), 7);
    }

    @Test
    void anObjectInItsStoredVersionIsInMemoryOnce() {
        CustomStorage storage = storage("v1");
        StoredObject stored = store(storage, widget());
        assertThat(storage.shown(stored)).isSameAs(stored);
    }

    @Test
    void anObjectIsShownInAnotherVersion() {
        StoredObject shown = storage("v2").shown(store(storage("v1"), widget()));
        KubeObject expected = widget();
        expected.json().put("apiVersion", "toys.example.com/v2");
        expected.metadata().put("resourceVersion", "7");
        assertThat(shown.toObject().json().without("spec"))
                .isEqualTo(expected.json().without("spec"));
        assertThat(shown.toObject().json().at("/spec/size").asDouble()).isEqualTo(2.5);
    }

    @Test
    void theGivenObjectStaysAsItIs() {
        KubeObject given = widget();
        var _ = storage("v2").stored(given);
        assertThat(given.json()).isEqualTo(widget().json());
    }
}
