package dev.purser.api.kind.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

class StorageRulesTests {
    private static final String GROUP = "storage.k8s.io/v1";

    private final Writes writes = new Writes();

    @Test
    void storageClassesDeleteAndBindAtOnceUnlessTheySayOtherwise() {
        KubeObject storageClass =
                writes.create(GROUP, "StorageClass", "{'provisioner':'example.com/p'}");

        assertThat(storageClass.json().path("reclaimPolicy").asString()).isEqualTo("Delete");
        assertThat(storageClass.json().path("volumeBindingMode").asString()).isEqualTo("Immediate");
        assertThat(
                        writes.updateErrors(
                                storageClass, next -> next.json().put("provisioner", "other")))
                .containsExactly("provisioner: Invalid value: \"other\": field is immutable");
    }

    @Test
    void driversWithTokensAreAdvisedToHideThem() {
        KubeObject driver =
                writes.decode(GROUP, "CSIDriver", "{'spec':{'tokenRequests':[{'audience':'a'}]}}");

        assertThat(writes.rules(driver).warnings(driver, driver)).hasSize(1);
        assertThat(driver.json().at("/spec/volumeLifecycleModes/0").asString())
                .isEqualTo("Persistent");
    }

    @Test
    void whatADriverSaidOfANodeStays() {
        KubeObject node =
                writes.create(GROUP, "CSINode", "{'spec':{'drivers':[{'name':'d','nodeID':'1'}]}}");

        assertThat(
                        writes.updateErrors(
                                node,
                                next ->
                                        next.json()
                                                .withObject("/spec/drivers/0")
                                                .put("nodeID", "2")))
                .singleElement()
                .asString()
                .endsWith("field is immutable");
    }

    @Test
    void anAttachmentNamesItsVolumeInOneWay() {
        assertThat(
                        writes.errors(
                                GROUP,
                                "VolumeAttachment",
                                "{'spec':{'attacher':'d','nodeName':'n','source':{}}}"))
                .containsExactly(
                        "spec.source: Required value: must specify exactly one of inlineVolumeSpec"
                                + " and persistentVolumeName");
    }

    @Test
    void parametersOfAttributesNeverChange() {
        KubeObject attributes =
                writes.create(
                        GROUP,
                        "VolumeAttributesClass",
                        "{'driverName':'d','parameters':{'a':'b'}}");

        assertThat(
                        writes.updateErrors(
                                attributes,
                                next -> next.json().withObject("/parameters").put("a", "c")))
                .containsExactly("parameters: Forbidden: updates to parameters are forbidden.");
    }
}
