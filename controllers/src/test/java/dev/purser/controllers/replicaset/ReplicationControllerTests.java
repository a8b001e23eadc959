package dev.purser.controllers.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ReplicationControllerTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.createNode("n1", "8", "16Gi");
        cluster.create(
                Resources.REPLICATION_CONTROLLERS,
                """
                {"metadata":{"name":"rc","namespace":"default"},
                 "spec":{"replicas":2,"selector":{"app":"rc"},
                  "template":{"metadata":{"labels":{"app":"rc"}},
                   "spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private KubeObject controller() {
        return cluster.find(Resources.REPLICATION_CONTROLLERS, "default", "rc").orElseThrow();
    }

    private List<KubeObject> owned() {
        return cluster.list(Resources.PODS).stream()
                .filter(pod -> Owners.isControlledBy(pod, controller()))
                .filter(PodStates::isActive)
                .toList();
    }

    private JsonNode status() {
        return controller().json().path("status");
    }

    @Test
    void keepsAsManyPodsAsItAsksFor() {
        cluster.await(() -> status().path("availableReplicas").asInt(0) == 2);

        JsonNode owner = Owners.controllerOf(owned().getFirst()).orElseThrow();
        assertThat(owner.path("kind").asString()).isEqualTo("ReplicationController");
        assertThat(owner.path("apiVersion").asString()).isEqualTo("v1");
        assertThat(status().path("replicas").asInt()).isEqualTo(2);
        assertThat(status().has("terminatingReplicas")).isFalse();
    }

    @Test
    void replacesAPodThatIsDeletedAndFollowsItsScale() {
        cluster.await(() -> owned().size() == 2);
        String lost = owned().getFirst().name();
        cluster.delete(Resources.PODS, "default", lost);
        cluster.await(() ->
                owned().size() == 2 && owned().stream().noneMatch(p -> p.name().equals(lost)));

        cluster.change(
                Resources.REPLICATION_CONTROLLERS,
                "rc",
                rc -> ((ObjectNode) rc.json().path("spec")).put("replicas", 0));
        cluster.await(() -> owned().isEmpty() && status().path("replicas").asInt(-1) == 0);
    }
}
