package dev.purser.api.kind.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DisruptionBudgetRulesTests {
    private final Writes writes = new Writes();

    private List<String> errors(String spec) {
        return writes.errors("policy/v1", "PodDisruptionBudget", budget(spec));
    }

    private static String budget(String spec) {
        return "{'metadata':{'name':'b'},'spec':{%s}}".formatted(spec);
    }

    @Test
    void boundsOneSideOnly() {
        assertThat(errors("'minAvailable':1")).isEmpty();
        assertThat(errors("'minAvailable':1,'maxUnavailable':'10%'"))
                .singleElement()
                .asString()
                .startsWith("spec: Invalid value: {\"MinAvailable\":1")
                .endsWith("minAvailable and maxUnavailable cannot be both set");
        assertThat(errors("'maxUnavailable':'101%'"))
                .containsExactly(
                        "spec.maxUnavailable: Invalid value: \"101%\": must not be greater than"
                                + " 100%");
    }

    @Test
    void checksConditionsOfItsStatus() {
        KubeObject budget = writes.create("policy/v1", "PodDisruptionBudget", budget(""));
        assertThat(
                        writes.statusErrors(
                                budget,
                                next ->
                                        next.status()
                                                .putArray("conditions")
                                                .addObject()
                                                .put("type", "A")
                                                .put("status", "Maybe")
                                                .put("reason", "1x")))
                .hasSize(3)
                .anySatisfy(error -> assertThat(error).startsWith("status.conditions[0].status:"))
                .anySatisfy(error ->
                        assertThat(error)
                                .startsWith(
                                        "status.conditions[0].lastTransitionTime: Required"
                                                + " value"))
                .anySatisfy(
                        error -> assertThat(error).startsWith("status.conditions[0].reason: Inv"));
    }
}
