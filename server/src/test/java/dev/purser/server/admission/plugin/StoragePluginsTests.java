package dev.purser.server.admission.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.access.FakeObjects;
import org.junit.jupiter.api.Test;

class StoragePluginsTests {
    private static final GroupVersionResource CLASSES =
            new GroupVersionResource("storage.k8s.io", "v1", "storageclasses");

    private final FakeObjects objects = new FakeObjects();

    private static PluginRequest claims(dev.purser.server.admission.AdmissionPlugin plugin) {
        return PluginRequest.to(plugin, "", "persistentvolumeclaims");
    }

    private void storageClass(String name, String created, String more) {
        objects.put(
                CLASSES,
                "{'metadata':{'name':'%s','creationTimestamp':'%s','annotations':{'storageclass.kubernetes.io/is-default-class':'true'}}%s}"
                        .formatted(name, created, more));
    }

    @Test
    void aClaimWithoutClassGetsTheNewestDefault() {
        storageClass("older", "2026-01-01T00:00:00Z", "");
        storageClass("newer", "2026-01-02T00:00:00Z", "");
        storageClass("a-newer", "2026-01-02T00:00:00Z", "");
        PluginRequest request = claims(new DefaultStorageClass(objects));

        assertThat(request.create("{}").spec().path("storageClassName").asString())
                .isEqualTo("a-newer");
        assertThat(
                        request.create("{'spec':{'storageClassName':''}}")
                                .spec()
                                .path("storageClassName")
                                .asString())
                .isEmpty();
        assertThat(
                        request.create(
                                        "{'metadata':{'annotations':{'volume.beta.kubernetes.io/storage-class':'x'}}}")
                                .spec()
                                .has("storageClassName"))
                .isFalse();
    }

    @Test
    void claimsAndVolumesAreProtectedOnce() {
        PluginRequest request = claims(new StorageObjectInUseProtection());

        assertThat(
                        request.create("{'metadata':{'finalizers':['a']}}")
                                .metadata()
                                .path("finalizers")
                                .toString())
                .isEqualTo("[\"a\",\"kubernetes.io/pvc-protection\"]");
        assertThat(
                        request.create(
                                        "{'metadata':{'finalizers':['kubernetes.io/pvc-protection']}}")
                                .metadata()
                                .path("finalizers")
                                .size())
                .isEqualTo(1);
    }

    @Test
    void aClaimGrowsOnlyWhenItIsBoundAndItsClassAllowsThat() {
        storageClass("gold", "", ",'allowVolumeExpansion':true");
        storageClass("lead", "", "");
        PluginRequest request = claims(new PersistentVolumeClaimResize(objects));
        String claim =
                "{'metadata':{'name':'c'},'spec':{'storageClassName':'%s','resources':{'requests':{'storage':'%s'}}},'status':{'phase':'%s'}}";

        assertThatThrownBy(() ->
                        request.update(
                                claim.formatted("gold", "2Gi", "Pending"),
                                claim.formatted("gold", "1Gi", "Pending")))
                .hasMessage(
                        "persistentvolumeclaims \"c\" is forbidden: Only bound persistent volume claims can be expanded");
        assertThatThrownBy(() ->
                        request.update(
                                claim.formatted("lead", "2Gi", "Bound"),
                                claim.formatted("lead", "1Gi", "Bound")))
                .hasMessageContaining("only dynamically provisioned pvc can be resized");
        assertThatCode(() ->
                        request.update(
                                claim.formatted("gold", "2Gi", "Bound"),
                                claim.formatted("gold", "1Gi", "Bound")))
                .doesNotThrowAnyException();
    }
}
