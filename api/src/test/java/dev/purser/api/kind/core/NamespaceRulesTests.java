package dev.purser.api.kind.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

class NamespaceRulesTests {
    private final Writes writes = new Writes();
    private final KubeObject namespace =
            writes.create("v1", "Namespace", "{'metadata':{'name':'n'},'status':{'phase':'X'}}");

    @Test
    void aNewNamespaceIsActiveAndHeldByAFinalizer() {
        assertThat(namespace.status().toString()).isEqualTo("{\"phase\":\"Active\"}");
        assertThat(namespace.spec().toString()).isEqualTo("{\"finalizers\":[\"kubernetes\"]}");
    }

    @Test
    void itsNameIsALabelThatCannotBeLost() {
        KubeObject changed =
                writes.update(namespace, next -> next.metadata().putObject("labels").put("a", "b"));

        assertThat(changed.labels())
                .containsEntry("kubernetes.io/metadata.name", "n")
                .containsEntry("a", "b");
    }

    @Test
    void anUpdateLeavesFinalizersAndStatusAlone() {
        KubeObject changed =
                writes.update(
                        namespace,
                        next -> {
                            next.spec().putArray("finalizers");
                            next.status().put("phase", "Terminating");
                        });

        assertThat(changed.spec()).isEqualTo(namespace.spec());
        assertThat(changed.status()).isEqualTo(namespace.status());
    }
}
