package dev.purser.api.kind.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConfigMapRulesTests {
    private final Writes writes = new Writes();

    private List<String> errors(String body) {
        return writes.errors("v1", "ConfigMap", body);
    }

    @Test
    void keysAreChecked() {
        assertThat(errors("{'data':{'a b':'x','..y':'z'}}"))
                .hasSize(2)
                .anySatisfy(error -> assertThat(error).startsWith("data[..y]: Invalid value"))
                .anySatisfy(error -> assertThat(error).startsWith("data[a b]: Invalid value"));
    }

    @Test
    void aKeyIsInOneBagOnly() {
        assertThat(errors("{'data':{'k':'x'},'binaryData':{'k':'eA=='}}"))
                .containsExactly(
                        "binaryData[k]: Invalid value: \"k\": duplicate of key present in data",
                        "data[k]: Invalid value: \"k\": duplicate of key present in binaryData");
    }

    @Test
    void theValuesTogetherMayHaveOneMebibyte() {
        String text = "x".repeat(1024 * 1024 - 7);

        assertThat(errors("{'data':{'k':'" + text + "'},'binaryData':{'b':'MTIzNDU2Nw=='}}"))
                .isEmpty();
        assertThat(errors("{'data':{'k':'" + text + "x'},'binaryData':{'b':'MTIzNDU2Nw=='}}"))
                .containsExactly("[]: Too long: may not be more than 1048576 bytes");
    }

    @Nested
    class Immutability {
        private static final String WHY = ": Forbidden: field is immutable when `immutable` is set";

        private final KubeObject frozen =
                writes.create("v1", "ConfigMap", "{'data':{'a':'1'},'immutable':true}");

        @Test
        void metadataMayChange() {
            assertThat(writes.updateErrors(frozen, next -> next.metadata().putObject("labels")))
                    .isEmpty();
        }

        @Test
        void dataMayNotChange() {
            assertThat(
                            writes.updateErrors(
                                    frozen,
                                    next -> {
                                        next.json().putObject("data").put("a", "2");
                                        next.json().putObject("binaryData").put("b", "eA==");
                                    }))
                    .containsExactly("binaryData" + WHY, "data" + WHY);
        }

        @Test
        void itCannotBeTakenBack() {
            assertThat(writes.updateErrors(frozen, next -> next.json().remove("immutable")))
                    .containsExactly("immutable" + WHY);
        }

        @Test
        void theWriteThatFreezesMayChangeTheData() {
            KubeObject loose = writes.create("v1", "ConfigMap", "{'data':{'a':'1'}}");

            assertThat(
                            writes.updateErrors(
                                    loose,
                                    next -> {
                                        next.json().put("immutable", true);
                                        next.json().putObject("data").put("a", "2");
                                    }))
                    .isEmpty();
        }
    }
}
