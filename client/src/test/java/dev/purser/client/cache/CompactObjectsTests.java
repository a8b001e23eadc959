package dev.purser.client.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CompactObjectsTests {
    private final CompactObjects compact = new CompactObjects();

    private static KubeObject object(String name) {
        return KubeObject.of(
                (ObjectNode)
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"apiVersion":"v1","kind":"Secret",
                                         "metadata":{"name":"%s","namespace":"team","generation":3,
                                          "finalizers":[],"ownerReferences":[
                                           {"kind":"Deployment","name":"web","controller":true}]}}
                                        """
                                                .formatted(name)));
    }

    @Test
    void aCopySaysTheSame() {
        assertThat(compact.apply(object("a")).json()).isEqualTo(object("a").json());
    }

    @Test
    void whatObjectsHaveInCommonIsThereOnce() {
        KubeObject a = compact.apply(object("a"));
        KubeObject b = compact.apply(object("b"));
        assertThat(b.metadata().get("namespace")).isSameAs(a.metadata().get("namespace"));
        assertThat(b.json().at("/metadata/ownerReferences/0/kind"))
                .isSameAs(a.json().at("/metadata/ownerReferences/0/kind"));
        assertThat(b.name()).isEqualTo("b");
    }

    @Test
    void textsAreNotMistakenForOthersOfTheirHash() {
        // Both have the hash 2112.
        assertThat(compact.apply(object("Aa")).name()).isEqualTo("Aa");
        assertThat(compact.apply(object("BB")).name()).isEqualTo("BB");
        assertThat(compact.apply(object("Aa")).name()).isEqualTo("Aa");
    }

    @Test
    void theTreeCannotBeChangedButACopyOfItCan() {
        KubeObject small = compact.apply(object("a"));
        assertThatThrownBy(() -> small.metadata().put("name", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
        KubeObject copy = small.copy();
        copy.metadata().put("name", "b");
        copy.metadata().withArray("finalizers").add("mine");
        assertThat(copy.name()).isEqualTo("b");
        assertThat(small.name()).isEqualTo("a");
    }
}
