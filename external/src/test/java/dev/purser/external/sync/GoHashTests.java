package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The hashes are what a Go program made of the same values.
class GoHashTests {
    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json));
    }

    @Test
    void hashesOfDataAreThoseOfTheOperator() {
        KubeObject secret =
                object("{\"data\":{\"b\":\"eP8=\",\"a\":\"\",\"c.d\":\"aGVsbG8gd29ybGQ=\"}}");
        assertThat(GoHash.ofData(secret))
                .isEqualTo("0c03e502294adebb36cab7abaccc12353aef1b82a4a0c63458b5a0b4");
        assertThat(GoHash.ofData(object("{}")))
                .isEqualTo("74a974446e359fb3e6baff9bd0058950e6edd0f040888d9989b0a11b");
    }

    @Test
    void hashesOfMetadataAreThoseOfTheOperator() {
        KubeObject object = object("{\"metadata\":{\"annotations\":{\"z\":\"1\",\"a b\":\"2\"}}}");
        assertThat(GoHash.ofMetadata(object))
                .isEqualTo("b2f30ad1a270fc8b06fcc8823ebc2a4425b9e0f55dd384fe316bc2d9");
    }

    @Test
    void hashOfAnOwnerIsThatOfItsName() {
        assertThat(GoHash.ofText("default/app"))
                .isEqualTo("681d4a0ad0265d19b46750f5b00fc5b34b830c155fc5af351e695744");
    }
}
