package dev.purser.api.kind.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

final class StorageVersionMigrationRulesTests {
    private static final String API = "storagemigration.k8s.io/v1";
    private static final String KIND = "StorageVersionMigration";

    private final Writes writes = new Writes();

    @Test
    void namesAResourceOnceAndForAll() {
        assertThat(writes.errors(API, KIND, "{'metadata':{'name':'m'}}"))
                .containsExactly(
                        "spec.resource.resource: Required value: resource is required to be set");
        KubeObject stored =
                writes.create(
                        API,
                        KIND,
                        "{'metadata':{'name':'m'},'spec':{'resource':{'resource':'secrets'}}}");
        assertThat(
                        writes.updateErrors(
                                stored,
                                next -> next.spec().putObject("resource").put("resource", "pods")))
                .singleElement()
                .asString()
                .startsWith("spec: Invalid value:")
                .endsWith("field is immutable");
    }
}
