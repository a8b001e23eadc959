package dev.purser.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentLifeTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.createNode("n1", "8", "16Gi");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void smoke() {
        cluster.create(
                Resources.DEPLOYMENTS,
                """
                {"metadata":{"name":"web","namespace":"default"},
                 "spec":{"replicas":4,"selector":{"matchLabels":{"app":"web"}},
                  "progressDeadlineSeconds":600,
                  "template":{"metadata":{"labels":{"app":"web"}},
                   "spec":{"containers":[{"name":"c","image":"a"}]}},
                  "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}}}
                """);
        cluster.awaitThat(() -> {
            KubeObject d = cluster.find(Resources.DEPLOYMENTS, "default", "web").orElseThrow();
            assertThat(d.status().path("availableReplicas").asInt(0)).isEqualTo(4);
        });
        System.out.println(
                cluster.find(Resources.DEPLOYMENTS, "default", "web").orElseThrow().json());
        cluster.list(Resources.REPLICA_SETS).forEach(r -> System.out.println(r.json()));
        cluster.list(Resources.EVENTS).forEach(r -> System.out.println(r.json()));
    }
}
