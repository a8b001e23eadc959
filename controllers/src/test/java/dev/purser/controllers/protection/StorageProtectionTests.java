package dev.purser.controllers.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageProtectionTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private boolean exists(GroupVersionResource resource, String namespace, String name) {
        return cluster.find(resource, namespace, name).isPresent();
    }

    private void claim() {
        cluster.create(
                Resources.PERSISTENT_VOLUME_CLAIMS,
                """
                {"metadata":{"namespace":"default","name":"c","finalizers":["kubernetes.io/pvc-protection"]}}
                """);
    }

    private void pod(String node) {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"namespace":"default","name":"p"},
                 "spec":{%s"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}]}}
                """
                        .formatted(node));
    }

    @Test
    void aClaimThatNobodyUsesGoes() {
        claim();

        cluster.delete(Resources.PERSISTENT_VOLUME_CLAIMS, "default", "c");

        cluster.await(() -> !exists(Resources.PERSISTENT_VOLUME_CLAIMS, "default", "c"));
    }

    @Test
    void aClaimWaitsForItsPod() {
        claim();
        pod("\"nodeName\":\"n\",");
        cluster.delete(Resources.PERSISTENT_VOLUME_CLAIMS, "default", "c");
        assertThat(exists(Resources.PERSISTENT_VOLUME_CLAIMS, "default", "c")).isTrue();

        cluster.delete(Resources.PODS, "default", "p");

        cluster.await(() -> !exists(Resources.PERSISTENT_VOLUME_CLAIMS, "default", "c"));
    }

    @Test
    void aVolumeWaitsForItsClaim() {
        cluster.create(
                Resources.PERSISTENT_VOLUMES,
                """
                {"metadata":{"name":"free","finalizers":["kubernetes.io/pv-protection"]},"status":{"phase":"Available"}}
                """);
        cluster.create(
                Resources.PERSISTENT_VOLUMES,
                """
                {"metadata":{"name":"bound","finalizers":["kubernetes.io/pv-protection"]},"status":{"phase":"Bound"}}
                """);

        cluster.delete(Resources.PERSISTENT_VOLUMES, "", "bound");
        cluster.delete(Resources.PERSISTENT_VOLUMES, "", "free");

        cluster.await(() -> !exists(Resources.PERSISTENT_VOLUMES, "", "free"));
        assertThat(exists(Resources.PERSISTENT_VOLUMES, "", "bound")).isTrue();
    }
}
