package dev.purser.api.managed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReplicaOwnersTests {
    private final ReplicaOwners replicas = new ReplicaOwners("spec.replicas");

    private static final String ONE =
            """
            {"manager":"one","operation":"Apply","apiVersion":"apps/v1",\
            "time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1",\
            "fieldsV1":{"f:spec":{"f:paused":{},"f:replicas":{}}}}\
            """;
    private static final String SCALER =
            """
            {"manager":"two","operation":"Apply","apiVersion":"autoscaling/v1",\
            "fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}},\
            "subresource":"scale"}\
            """;

    private static KubeObject object(String apiVersion, String owners) {
        return KubeObject.of(
                (ObjectNode)
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"apiVersion":"%s","metadata":{"managedFields":[%s]}}\
                                        """
                                                .formatted(apiVersion, owners)));
    }

    private static String owners(KubeObject object) {
        return object.metadata().path("managedFields").toString();
    }

    @Test
    void theScaleHasWhoeverOwnsTheReplicas() {
        KubeObject scale = object("autoscaling/v1", "");
        replicas.toScale(object("apps/v1", ONE), scale);
        assertThat(owners(scale))
                .contains("\"manager\":\"one\"", "autoscaling/v1")
                .doesNotContain("paused");
    }

    @Test
    void aScaleThatTookTheReplicasTakesThemFromTheirOwner() {
        KubeObject object = object("apps/v1", ONE);
        replicas.toObject(object("autoscaling/v1", SCALER), object);
        assertThat(object.metadata().at("/managedFields/1/fieldsV1").toString())
                .isEqualTo("{\"f:spec\":{\"f:paused\":{}}}");
        assertThat(object.metadata().at("/managedFields/0").toString())
                .isEqualTo(SCALER.replace("autoscaling/v1", "apps/v1"));
    }

    @Test
    void anUntouchedScaleLeavesTheOwnersAsTheyWere() {
        KubeObject object = object("apps/v1", ONE);
        KubeObject scale = object("autoscaling/v1", "");
        replicas.toScale(object, scale);
        replicas.toObject(scale, object);
        assertThat(object).isEqualTo(object("apps/v1", ONE));
    }
}
