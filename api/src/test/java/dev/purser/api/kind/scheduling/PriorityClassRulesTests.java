package dev.purser.api.kind.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PriorityClassRulesTests {
    private final Writes writes = new Writes();

    private List<String> errors(String name, String value) {
        return writes.errors("scheduling.k8s.io/v1", "PriorityClass", body(name, value));
    }

    private static String body(String name, String value) {
        return "{'metadata':{'name':'%s'},'value':%s}".formatted(name, value);
    }

    @Test
    void keepsTheSystemsNamesAndNumbersForTheSystem() {
        assertThat(errors("mine", "1000000000")).isEmpty();
        assertThat(errors("mine", "1000000001"))
                .containsExactly(
                        "value: Forbidden: maximum allowed value of a user defined priority is"
                                + " 1000000000");
        assertThat(errors("system-node-critical", "2000001000")).isEmpty();
        assertThat(errors("system-mine", "1"))
                .containsExactly(
                        "metadata.name: Forbidden: priority class names with 'system-' prefix are"
                                + " reserved for system use only. error: system-mine is not a known"
                                + " system priority class");
    }

    @Test
    void neverChangesItsNumber() {
        KubeObject stored =
                writes.create("scheduling.k8s.io/v1", "PriorityClass", body("mine", "1"));
        assertThat(stored.json().path("preemptionPolicy").asString())
                .isEqualTo("PreemptLowerPriority");
        assertThat(writes.updateErrors(stored, next -> next.json().put("value", 2)))
                .containsExactly("value: Forbidden: may not be changed in an update.");
    }
}
