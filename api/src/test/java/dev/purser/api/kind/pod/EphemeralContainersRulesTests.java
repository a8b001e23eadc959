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

class EphemeralContainersRulesTests {
    private final Writes writes = new Writes();
    private final KindRules rules = writes.ephemeralContainers();
    private final KubeObject pod =
            writes.create(
                    "v1",
                    "Pod",
                    "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i:1'}]}}");

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

    private static void addDebugger(KubeObject pod) {
        pod.spec()
                .putArray("ephemeralContainers")
                .addObject()
                .put("name", "dbg")
                .put("image", "dbg:1");
    }

    @Test
    void oneMayBeAddedAndNothingElseChanges() {
        KubeObject next =
                changed(
                        pod,
                        change -> {
                            addDebugger(change);
                            change.spec().put("nodeName", "n");
                        });

        assertThat(errors(next, pod)).isEmpty();
        assertThat(next.spec().has("nodeName")).isFalse();
        assertThat(Trees.items(next.spec(), "ephemeralContainers").getFirst().toString())
                .contains("\"imagePullPolicy\":\"IfNotPresent\"");
        assertThat(next.generation()).isEqualTo(2);
    }

    @Test
    void oneThatIsThereStaysAsItIs() {
        KubeObject debugged = changed(pod, EphemeralContainersRulesTests::addDebugger);
        KubeObject next =
                changed(
                        debugged,
                        change ->
                                Trees.items(change.spec(), "ephemeralContainers")
                                        .getFirst()
                                        .put("image", "dbg:2"));

        assertThat(errors(next, debugged))
                .containsExactly(
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"dbg\""
                                + " may not be changed\n"
                                + "@@ -1,6 +1,6 @@\n"
                                + " {\n"
                                + "  \"Name\": \"dbg\",\n"
                                + "- \"Image\": \"dbg:1\",\n"
                                + "+ \"Image\": \"dbg:2\",\n"
                                + "  \"Command\": null,\n"
                                + "  \"Args\": null,\n"
                                + "  \"WorkingDir\": \"\",\n");
    }

    @Test
    void oneThatIsThereIsNotTakenAway() {
        KubeObject debugged = changed(pod, EphemeralContainersRulesTests::addDebugger);
        KubeObject next = changed(debugged, change -> change.spec().remove("ephemeralContainers"));

        assertThat(errors(next, debugged))
                .containsExactly(
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"dbg\""
                                + " may not be removed\n");
    }

    @Test
    void onePublishesNothingAndIsNotProbed() {
        KubeObject next =
                changed(
                        pod,
                        change -> {
                            addDebugger(change);
                            Trees.items(change.spec(), "ephemeralContainers")
                                    .getFirst()
                                    .putArray("ports")
                                    .addObject()
                                    .put("containerPort", 1);
                        });

        assertThat(errors(next, pod))
                .containsExactly(
                        "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an"
                                + " Ephemeral Container");
    }
}
