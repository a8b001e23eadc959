package dev.purser.server.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StoredObjectTests {
    private static final String SENT =
            "{\"data\":{\"k\":\"v\"},\"metadata\":{\"labels\":{\"a\":\"b\"},\"uid\":\"u-1\","
                    + "\"resourceVersion\":\"5\",\"name\":\"x\",\"namespace\":\"n\"},"
                    + "\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}";

    private static StoredObject stored(long revision) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(SENT);
        return StoredObject.of(CanonicalForm.encode(KubeObject.of(tree)), revision);
    }

    private interface Part {
        void writeTo(ByteArrayOutputStream out) throws IOException;
    }

    private static String text(Part part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void putsTheVersionBehindTheUid() throws IOException {
        assertThat(text(stored(7)::writeTo))
                .isEqualTo(
                        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\","
                                + "\"namespace\":\"n\",\"uid\":\"u-1\",\"resourceVersion\":\"7\","
                                + "\"labels\":{\"a\":\"b\"}},"
                                + "\"data\":{\"k\":\"v\"}}");
    }

    @Test
    void leavesTheKindOutOfAnItem() throws IOException {
        assertThat(text(stored(7)::writeItemTo))
                .startsWith("{\"metadata\":{\"name\":\"x\"")
                .contains("\"resourceVersion\":\"7\"");
    }

    @Test
    void showsTheMetadataAlone() throws IOException {
        assertThat(text(stored(7)::writeMetadataTo))
                .isEqualTo(
                        "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","
                                + "\"metadata\":{\"name\":\"x\",\"namespace\":\"n\",\"uid\":\"u-1\","
                                + "\"resourceVersion\":\"7\",\"labels\":{\"a\":\"b\"}}}");
    }

    @Test
    void hasNoVersionBeforeItIsStored() throws IOException {
        assertThat(text(stored(0)::writeTo)).doesNotContain("resourceVersion");
    }

    @Test
    void knowsWhatSelectorsAskFor() {
        StoredObject object = stored(7);
        assertThat(object.labels()).isEqualTo(Map.of("a", "b"));
        assertThat(object.fields(this, tree -> Map.of("k", tree.at("/data/k").asString())))
                .containsEntry("k", "v");
    }

    @Test
    void isTheSameTreeAgain() {
        ObjectNode sent = (ObjectNode) JsonMapper.shared().readTree(SENT);
        assertThat(stored(5).toObject()).isEqualTo(KubeObject.of(sent));
    }

    @Test
    void neverShowsItsContent() {
        assertThat(stored(7)).hasToString("n/x@7");
    }
}
