package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PodResizeRulesTests {
    private final Writes writes = new Writes();
    private final KindRules rules = writes.podResize();

    private KubeObject pod(String resources) {
        return writes.create(
                "v1",
                "Pod",
                "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i:1','resources':%s}]}}"
                        .formatted(resources));
    }

    private static ObjectNode amounts(KubeObject pod, String kind) {
        ObjectNode container = Trees.items(pod.spec(), "containers").getFirst();
        return Trees.ensure(Trees.ensure(container, "resources"), kind);
    }

    private KubeObject changed(KubeObject old, Consumer<KubeObject> change) {
        KubeObject next = old.copy();
        change.accept(next);
        rules.setDefaults(next);
        rules.prepareForUpdate(next, old);
        return next;
    }

    private List<String> errors(KubeObject next, KubeObject old) {
        FieldErrors errors = new FieldErrors();
        rules.validateUpdate(next, old, errors);
        return errors.list().stream().map(FieldError::toString).toList();
    }

    private List<String> resized(String resources, Consumer<KubeObject> change) {
        KubeObject old = pod(resources);
        return errors(changed(old, change), old);
    }

    @Test
    void processorTimeAndMemoryMayChangeAndNothingElseDoes() {
        KubeObject old = pod("{'requests':{'cpu':'1'}}");

        KubeObject next =
                changed(
                        old,
                        pod -> {
                            amounts(pod, "requests").put("cpu", "2").put("memory", "1Gi");
                            pod.spec().put("nodeName", "n");
                            pod.metadata().putObject("labels").put("a", "b");
                        });

        assertThat(errors(next, old)).isEmpty();
        assertThat(amounts(next, "requests").toString())
                .isEqualTo("{\"cpu\":\"2\",\"memory\":\"1Gi\"}");
        assertThat(next.spec().has("nodeName")).isFalse();
        assertThat(next.labels()).isEmpty();
        assertThat(next.generation()).isEqualTo(2);
    }

    @Test
    void theClassOfServiceStays() {
        assertThat(
                        resized(
                                "{'requests':{'cpu':'1','memory':'1Gi'},'limits':{'cpu':'1','memory':'1Gi'}}",
                                pod -> amounts(pod, "limits").put("cpu", "3")))
                .containsExactly(
                        "spec: Invalid value: \"Guaranteed\": Pod QOS Class may not change as a result of resizing");
    }

    @Test
    void whatWasAskedForStaysAskedFor() {
        assertThat(
                        resized(
                                "{'requests':{'cpu':'1','memory':'1Gi'}}",
                                pod -> amounts(pod, "requests").remove("cpu")))
                .containsExactly(
                        "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed");
    }

    @Test
    void otherResourcesStay() {
        assertThat(
                        resized(
                                "{'requests':{'cpu':'1'}}",
                                pod -> amounts(pod, "requests").put("ephemeral-storage", "1Gi")))
                .containsExactly("spec: Forbidden: only cpu and memory resources are mutable");
    }

    @Test
    void containersStay() {
        assertThat(
                        resized(
                                "{'requests':{'cpu':'1'}}",
                                pod ->
                                        Trees.items(pod.spec(), "containers")
                                                .getFirst()
                                                .put("name", "other")))
                .contains(
                        "spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize");
    }
}
