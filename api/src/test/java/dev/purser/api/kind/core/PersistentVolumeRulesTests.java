package dev.purser.api.kind.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PersistentVolumeRulesTests {
    private static final String SPEC =
            "'capacity':{'storage':'1Gi'},'accessModes':['ReadWriteOnce']";

    private final Writes writes = new Writes();

    @Nested
    class Volumes {
        @Test
        void areBackedByOneThing() {
            assertThat(
                            writes.errors(
                                    "v1",
                                    "PersistentVolume",
                                    "{'spec':{"
                                            + SPEC
                                            + ",'hostPath':{'path':'/a'},'nfs':{'server':'s','path':'/'}}}"))
                    .containsExactly(
                            "spec.nfs: Forbidden: may not specify more than 1 volume type");
        }

        @Test
        void thatAreLocalNameTheirNodes() {
            assertThat(
                            writes.errors(
                                    "v1",
                                    "PersistentVolume",
                                    "{'spec':{" + SPEC + ",'local':{'path':'/a'}}}"))
                    .containsExactly(
                            "spec.nodeAffinity: Required value: Local volume requires node"
                                    + " affinity");
        }

        @Test
        void keepWhatBacksThem() {
            KubeObject volume =
                    writes.create(
                            "v1",
                            "PersistentVolume",
                            "{'spec':{" + SPEC + ",'hostPath':{'path':'/a'}}}");

            assertThat(
                            writes.updateErrors(
                                    volume,
                                    next ->
                                            next.json()
                                                    .withObject("/spec/hostPath")
                                                    .put("path", "/b")))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is"
                                    + " immutable after creation\n")
                    .contains("-  \"Path\": \"/a\"", "+  \"Path\": \"/b\"")
                    .doesNotContain("Capacity");
            assertThat(volume.json().at("/status/phase").asString()).isEqualTo("Pending");
        }
    }

    @Nested
    class Claims {
        private static final String CLAIM =
                "'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}";

        @Test
        void haveTheirSourceInBothFields() {
            KubeObject claim =
                    writes.create(
                            "v1",
                            "PersistentVolumeClaim",
                            "{'spec':{"
                                    + CLAIM
                                    + ",'dataSource':{'kind':'PersistentVolumeClaim','name':'a'}}}");

            assertThat(claim.spec().path("dataSourceRef"))
                    .isEqualTo(claim.spec().path("dataSource"));
        }

        @Test
        void growOnlyWhenBound() {
            KubeObject claim =
                    writes.create("v1", "PersistentVolumeClaim", "{'spec':{" + CLAIM + "}}");
            KubeObject bound = claim.copy();
            bound.status().put("phase", "Bound");

            assertThat(writes.updateErrors(claim, PersistentVolumeRulesTests::grow)).hasSize(1);
            assertThat(writes.updateErrors(bound, PersistentVolumeRulesTests::grow)).isEmpty();
        }
    }

    private static void grow(KubeObject claim) {
        claim.json().withObject("/spec/resources/requests").put("storage", "2Gi");
    }
}
