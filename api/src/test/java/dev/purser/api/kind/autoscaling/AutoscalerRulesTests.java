package dev.purser.api.kind.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.kind.conversion.VersionConversion;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class AutoscalerRulesTests {
    private static final String KIND = "HorizontalPodAutoscaler";
    private static final String MEMORY =
            "'metrics':[{'type':'Resource','resource':{'name':'memory','target':"
                    + "{'type':'Utilization','averageUtilization':50}}}]";

    private final Writes writes = new Writes();

    private static String autoscaler(String spec) {
        return ("{'metadata':{'name':'a'},'spec':{'scaleTargetRef':{'apiVersion':'apps/v1',"
                        + "'kind':'Deployment','name':'d'},%s}}")
                .formatted(spec);
    }

    private VersionConversion conversion(KubeObject old) {
        return writes.rules(old)
                .versions()
                .flatMap(versions -> versions.conversion(old.groupVersionKind()))
                .orElseThrow();
    }

    @Nested
    class Defaults {
        @Test
        void goByTheProcessor() {
            KubeObject object =
                    writes.create("autoscaling/v2", KIND, autoscaler("'maxReplicas':3"));
            assertThat(object.spec().at("/metrics/0/resource/target/averageUtilization").asInt())
                    .isEqualTo(80);
            KubeObject old = writes.create("autoscaling/v1", KIND, autoscaler("'maxReplicas':3"));
            assertThat(old.spec().path("targetCPUUtilizationPercentage").asInt()).isEqualTo(80);
        }

        @Test
        void completeABehavior() {
            KubeObject object =
                    writes.create(
                            "autoscaling/v2",
                            KIND,
                            autoscaler("'maxReplicas':3,'behavior':{'scaleUp':{}}"));
            assertThat(object.spec().at("/behavior/scaleUp/policies")).hasSize(2);
            assertThat(object.spec().at("/behavior/scaleDown/selectPolicy").asString())
                    .isEqualTo("Max");
        }
    }

    @Nested
    class Validation {
        @Test
        void wantsRoomBetweenMinAndMax() {
            assertThat(
                            writes.errors(
                                    "autoscaling/v1",
                                    KIND,
                                    autoscaler("'minReplicas':5,'maxReplicas':3")))
                    .containsExactly(
                            "spec.maxReplicas: Invalid value: 3: must be greater than or equal to"
                                    + " `minReplicas`");
        }

        @Test
        void goesToZeroOnlyByMetricsThatNeedNoPods() {
            assertThat(
                            writes.errors(
                                    "autoscaling/v2",
                                    KIND,
                                    autoscaler("'minReplicas':0,'maxReplicas':3," + MEMORY)))
                    .containsExactly(
                            "spec.metrics: Forbidden: must specify at least one Object or External"
                                    + " metric to support scaling to zero replicas");
        }

        @Test
        void namesMetricsAsV2HasThemInBothVersions() {
            String annotated =
                    autoscaler("'maxReplicas':3")
                            .replace(
                                    "'name':'a'",
                                    "'name':'a','annotations':{"
                                            + "'autoscaling.alpha.kubernetes.io/metrics':"
                                            + "'[{\\'type\\':\\'Resource\\'}]'}");
            assertThat(writes.errors("autoscaling/v1", KIND, annotated))
                    .containsExactly(
                            "spec.metrics[0].resource: Required value: must populate information"
                                    + " for the given metric source");
        }
    }

    @Nested
    class Conversion {
        @Test
        void carriesInAnnotationsWhatTheOldVersionHasNoFieldsFor() {
            KubeObject stored =
                    writes.create("autoscaling/v2", KIND, autoscaler("'maxReplicas':3," + MEMORY));
            KubeObject old = writes.create("autoscaling/v1", KIND, autoscaler("'maxReplicas':1"));
            KubeObject shown = conversion(old).fromStored(stored);
            assertThat(shown.annotations())
                    .containsEntry(
                            "autoscaling.alpha.kubernetes.io/metrics",
                            "[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\","
                                    + "\"targetAverageUtilization\":50}}]");
            assertThat(shown.spec().has("targetCPUUtilizationPercentage")).isFalse();
        }

        @Test
        void losesNothingOnTheWayAndBack() {
            KubeObject stored =
                    writes.create(
                            "autoscaling/v2",
                            KIND,
                            autoscaler(
                                    "'maxReplicas':3,'behavior':{'scaleUp':{'tolerance':'50m'}},"
                                            + "'metrics':[{'type':'Object','object':{'metric':"
                                            + "{'name':'m'},'describedObject':{'kind':'K','name':"
                                            + "'n','apiVersion':'a/b'},'target':{'type':"
                                            + "'AverageValue','averageValue':'3'}}}]"));
            KubeObject old = writes.create("autoscaling/v1", KIND, autoscaler("'maxReplicas':1"));
            VersionConversion conversion = conversion(old);
            KubeObject back = conversion.toStored(conversion.fromStored(stored));
            assertThat(back.spec()).isEqualTo(stored.spec());
        }
    }
}
