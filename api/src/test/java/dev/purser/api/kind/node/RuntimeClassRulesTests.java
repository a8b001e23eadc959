package dev.purser.api.kind.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import org.junit.jupiter.api.Test;

class RuntimeClassRulesTests {
    private final Writes writes = new Writes();

    @Test
    void theHandlerIsALabelAndTolerationsAreUnique() {
        assertThat(
                        writes.errors(
                                "node.k8s.io/v1",
                                "RuntimeClass",
                                "{'handler':'a.b','scheduling':{'tolerations':[{'key':'a','operator':'Exists'},"
                                        + "{'key':'a','operator':'Exists'}]}}"))
                .hasSize(2)
                .anyMatch(error -> error.startsWith("handler: Invalid value: \"a.b\""))
                .anyMatch(error -> error.startsWith("scheduling.tolerations[1]: Duplicate value"));
    }
}
