package dev.purser.api.kind.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkloadRulesTests {
    private static final String TEMPLATE =
            "'selector':{'matchLabels':{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},"
                    + "'spec':{'containers':[{'name':'c','image':'i'}]}}";

    private final Writes writes = new Writes();

    private static String body(String spec) {
        return "{'metadata':{'name':'w'},'spec':{" + spec + "}}";
    }

    @Nested
    class OfStatefulSets {
        private final String claims =
                ",'volumeClaimTemplates':[{'metadata':{'name':'d'},'spec':{'accessModes':"
                        + "['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}}}}]";

        @Test
        void haveDefaults() {
            KubeObject set = writes.create("apps/v1", "StatefulSet", body(TEMPLATE));

            assertThat(set.spec().path("updateStrategy").toString())
                    .contains("\"partition\":0")
                    .contains("\"maxUnavailable\":1");
            assertThat(set.generation()).isEqualTo(1);
        }

        @Test
        void mountTheirClaims() {
            String mounting =
                    TEMPLATE.replace(
                            "'image':'i'",
                            "'image':'i','volumeMounts':[{'name':'d','mountPath':'/d'}]");

            assertThat(writes.errors("apps/v1", "StatefulSet", body(mounting + claims))).isEmpty();
            assertThat(writes.errors("apps/v1", "StatefulSet", body(mounting)))
                    .containsExactly(
                            "spec.template.spec.containers[0].volumeMounts[0].name: Not found:"
                                    + " \"d\"");
        }

        @Test
        void complainOfPolicies() {
            String wrong =
                    ",'podManagementPolicy':'X','updateStrategy':{'type':'OnDelete',"
                            + "'rollingUpdate':{'partition':1}},'ordinals':{'start':-1},"
                            + "'persistentVolumeClaimRetentionPolicy':{'whenScaled':'Y'}";

            assertThat(writes.errors("apps/v1", "StatefulSet", body(TEMPLATE + wrong)))
                    .containsExactlyInAnyOrder(
                            "spec.ordinals.start: Invalid value: -1: must be greater than or equal"
                                    + " to 0",
                            "spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported"
                                    + " value: \"Y\": supported values: \"Retain\", \"Delete\"",
                            "spec.podManagementPolicy: Invalid value: \"X\": must be 'OrderedReady'"
                                    + " or 'Parallel'",
                            "spec.updateStrategy.rollingUpdate: Invalid value:"
                                    + " {\"Partition\":1,\"MaxUnavailable\":null}: only allowed for"
                                    + " updateStrategy 'RollingUpdate'");
        }

        @Test
        void keepWhatCannotChange() {
            KubeObject set = writes.create("apps/v1", "StatefulSet", body(TEMPLATE + claims));

            assertThat(
                            writes.updateErrors(
                                    set,
                                    next -> {
                                        next.spec().put("serviceName", "x");
                                        next.spec().put("podManagementPolicy", "Parallel");
                                        next.spec().remove("volumeClaimTemplates");
                                    }))
                    .containsExactly(
                            "spec.podManagementPolicy: Invalid value: \"Parallel\": field is"
                                    + " immutable",
                            "spec.serviceName: Invalid value: \"x\": field is immutable",
                            "spec.volumeClaimTemplates: Invalid value: null: field is immutable");
        }

        @Test
        void doNotForgetCollisions() {
            KubeObject set = writes.create("apps/v1", "StatefulSet", body(TEMPLATE));
            KubeObject collided =
                    writes.updateStatus(set, next -> next.status().put("collisionCount", 2));

            assertThat(
                            writes.statusErrors(
                                    collided, next -> next.status().remove("collisionCount")))
                    .containsExactly(
                            "status.collisionCount: Invalid value: 0: cannot be decremented");
        }

        @Test
        void warnOfNegativeHistoriesAndFractionsOfBytes() {
            KubeObject set =
                    writes.decode(
                            "apps/v1",
                            "StatefulSet",
                            body(
                                    TEMPLATE
                                            + claims.replace("'1'", "'1500m'")
                                            + ",'revisionHistoryLimit':-1"));

            assertThat(writes.rules(set).warnings(set, set))
                    .containsExactly(
                            "spec.volumeClaimTemplates[0].resources.requests[storage]: fractional"
                                    + " byte value \"1500m\" is invalid, must be an integer",
                            "spec.revisionHistoryLimit: a negative value retains all historical"
                                    + " revisions; a value >= 0 is recommended");
        }
    }

    @Nested
    class OfDaemonSets {
        private static final String GENERATION = "deprecated.daemonset.template.generation";

        @Test
        void countChangesOfTheTemplate() {
            KubeObject set = writes.create("apps/v1", "DaemonSet", body(TEMPLATE));
            KubeObject same = writes.update(set, next -> next.spec().put("minReadySeconds", 5));
            KubeObject other =
                    writes.update(
                            set,
                            next -> next.spec().withObject("/template/spec").put("nodeName", "n"));

            assertThat(set.annotations()).containsEntry(GENERATION, "1");
            assertThat(same.annotations()).containsEntry(GENERATION, "1");
            assertThat(other.annotations()).containsEntry(GENERATION, "2");
            assertThat(same.generation()).isEqualTo(2);
        }

        @Test
        void cannotReadACountThatIsNone() {
            String body =
                    "{'metadata':{'name':'w','annotations':{'%s':'x'}},'spec':{%s}}"
                            .formatted(GENERATION, TEMPLATE);

            assertThatThrownBy(() -> writes.create("apps/v1", "DaemonSet", body))
                    .isInstanceOf(StatusException.class)
                    .hasMessageContaining("strconv.ParseInt: parsing \"x\": invalid syntax");
        }

        @Test
        void complainOfRolloutsThatStandStillOrDoBoth() {
            String stuck = ",'updateStrategy':{'rollingUpdate':{'maxUnavailable':0}}";
            String both = ",'updateStrategy':{'rollingUpdate':{'maxSurge':'10%'}}";

            assertThat(writes.errors("apps/v1", "DaemonSet", body(TEMPLATE + stuck)))
                    .containsExactly(
                            "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value:"
                                    + " cannot be 0 when maxSurge is 0");
            assertThat(writes.errors("apps/v1", "DaemonSet", body(TEMPLATE + both)))
                    .containsExactly(
                            "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: \"10%\":"
                                    + " may not be set when maxUnavailable is non-zero");
        }
    }

    @Nested
    class OfDeployments {
        private String goingBackTo(String revision) {
            return "{'metadata':{'name':'w','annotations':{'deprecated.deployment.rollback.to':"
                    + "'%s'}},'spec':{%s}}".formatted(revision, TEMPLATE);
        }

        private KubeObject create(String revision) {
            return writes.create("apps/v1", "Deployment", goingBackTo(revision));
        }

        @Test
        void goBackToARevision() {
            assertThat(create("+5").annotations().values()).containsExactly("5");
            assertThat(create("").annotations()).isEmpty();
            assertThat(writes.errors("apps/v1", "Deployment", goingBackTo("-1")))
                    .containsExactly(
                            "spec.rollback.version: Invalid value: -1: must be greater than or"
                                    + " equal to 0");
        }

        @Test
        void goBackToNumbersOnly() {
            assertThatThrownBy(() -> create("99999999999999999999"))
                    .isInstanceOf(StatusException.class)
                    .hasMessageEndingWith(
                            "failed to parse annotation[deprecated.deployment.rollback.to]="
                                    + "99999999999999999999 as int64: strconv.ParseInt: parsing"
                                    + " \"99999999999999999999\": value out of range");
        }
    }

    @Nested
    class OfReplicationControllers {
        @Test
        void takeSelectorAndLabelsFromTheTemplate() {
            KubeObject controller =
                    writes.create(
                            "v1",
                            "ReplicationController",
                            body("'template':{'metadata':{'labels':{'a':'b'}},'spec':{}}"));

            assertThat(controller.labels()).containsEntry("a", "b");
            assertThat(controller.spec().path("selector").path("a").asString()).isEqualTo("b");
            assertThat(controller.spec().path("replicas").asInt()).isEqualTo(1);
        }

        @Test
        void needSelectorAndTemplate() {
            assertThat(writes.errors("v1", "ReplicationController", body("'replicas':-1")))
                    .containsExactly(
                            "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                            "spec.selector: Required value",
                            "spec.template: Required value");
        }

        @Test
        void canBeSelectedByTheirReplicas() {
            KubeObject controller =
                    writes.create("v1", "ReplicationController", body("'replicas':1"));
            controller.status().put("replicas", 3);

            assertThat(writes.rules(controller).selectableFields(controller))
                    .containsEntry("status.replicas", "3");
        }
    }

    @Nested
    class OfPodTemplatesAndRevisions {
        @Test
        void checkTheTemplate() {
            assertThat(
                            writes.errors(
                                    "v1",
                                    "PodTemplate",
                                    "{'metadata':{'name':'t'},'template':{'metadata':{'labels':"
                                            + "{'a':'b c'}},'spec':{'containers':[]}}}"))
                    .hasSize(2)
                    .anyMatch(error -> error.startsWith("template.labels: Invalid value: \"b c\""))
                    .contains("template.spec.containers: Required value");
        }

        @Test
        void keepTheirData() {
            KubeObject revision =
                    writes.create(
                            "apps/v1",
                            "ControllerRevision",
                            "{'metadata':{'name':'r'},'revision':1,'data':{'a':'b'}}");

            assertThat(
                            writes.updateErrors(
                                    revision, next -> next.json().putObject("data").put("a", "c")))
                    .containsExactly("data: Invalid value: {\"a\":\"c\"}: field is immutable");
        }
    }
}
