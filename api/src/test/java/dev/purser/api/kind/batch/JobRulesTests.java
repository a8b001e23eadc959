package dev.purser.api.kind.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class JobRulesTests {
    private static final String UID = "6f1e2d3c-0000-4000-8000-000000000000";

    private final Writes writes = new Writes();

    private static String job(String template, String spec) {
        return ("{'metadata':{'name':'j','uid':'%s'},'spec':{%s'template':{%s'spec':"
                        + "{'restartPolicy':'Never','containers':[{'name':'a','image':'x'}]}}}}")
                .formatted(UID, spec, template);
    }

    private KubeObject created(String spec) {
        return writes.create("batch/v1", "Job", job("", spec));
    }

    private List<String> errors(String spec) {
        return writes.errors("batch/v1", "Job", job("", spec));
    }

    @Nested
    class Creation {
        @Test
        void labelsPodsAndSelectsThemByTheUid() {
            KubeObject job = created("");
            assertThat(job.spec().at("/selector/matchLabels").toString())
                    .isEqualTo("{\"batch.kubernetes.io/controller-uid\":\"" + UID + "\"}");
            assertThat(job.spec().at("/template/metadata/labels").propertyNames())
                    .containsExactlyInAnyOrder(
                            "batch.kubernetes.io/controller-uid",
                            "batch.kubernetes.io/job-name",
                            "controller-uid",
                            "job-name");
        }

        @Test
        void keepsASelectorOfItsOwnWhenAskedTo() {
            KubeObject job =
                    writes.create(
                            "batch/v1",
                            "Job",
                            job(
                                    "'metadata':{'labels':{'a':'b'}},",
                                    "'manualSelector':true,'selector':{'matchLabels':{'a':'b'}},"));
            assertThat(job.spec().at("/template/metadata/labels").toString())
                    .isEqualTo("{\"a\":\"b\"}");
            assertThat(job.labels()).containsEntry("a", "b");
        }

        @Test
        void runsOnePodByDefaultAndGivesUpAfterSixFailures() {
            ObjectNode spec = created("").spec();
            assertThat(spec.path("completions").asInt()).isEqualTo(1);
            assertThat(spec.path("parallelism").asInt()).isEqualTo(1);
            assertThat(spec.path("backoffLimit").asInt()).isEqualTo(6);
            assertThat(spec.path("podReplacementPolicy").asString())
                    .isEqualTo("TerminatingOrFailed");
        }

        @Test
        void neverGivesUpAsAWholeWhenItCountsFailuresByIndex() {
            ObjectNode spec =
                    created("'completionMode':'Indexed','completions':1,'backoffLimitPerIndex':1,")
                            .spec();
            assertThat(spec.path("backoffLimit").asInt()).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Nested
    class Validation {
        @Test
        void refusesLabelsThatClaimAnotherJob() {
            assertThat(
                            writes.errors(
                                    "batch/v1",
                                    "Job",
                                    job("'metadata':{'labels':{'job-name':'other'}},", "")))
                    .singleElement()
                    .asString()
                    .startsWith("spec.template.metadata.labels[job-name]: Invalid value:")
                    .endsWith("must be 'j'");
        }

        @Test
        void demandsCompletionsOfIndexedJobs() {
            assertThat(errors("'completionMode':'Indexed','parallelism':2,"))
                    .containsExactly(
                            "spec.completions: Required value: when completion mode is Indexed");
        }

        @Test
        void refusesPodsThatAlwaysRestart() {
            String body = job("", "").replace("Never", "Always");
            assertThat(writes.errors("batch/v1", "Job", body))
                    .containsExactly(
                            "spec.template.spec.restartPolicy: Required value: valid values:"
                                    + " \"OnFailure\", \"Never\"");
        }

        @Test
        void checksExitCodesOfAFailurePolicy() {
            assertThat(
                            errors(
                                    "'podFailurePolicy':{'rules':[{'action':'Count','onExitCodes':"
                                            + "{'operator':'In','values':[0,3,2,2]}}]},"))
                    .containsExactlyInAnyOrder(
                            "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value:"
                                    + " [0,3,2,2]: must be ordered",
                            "spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value:"
                                    + " 0: must not be 0 for the In operator",
                            "spec.podFailurePolicy.rules[0].onExitCodes.values[3]: Duplicate"
                                    + " value: 2");
        }

        @Test
        void checksIndexesOfASuccessPolicy() {
            assertThat(
                            errors(
                                    "'completionMode':'Indexed','completions':3,'successPolicy':"
                                            + "{'rules':[{'succeededIndexes':'0-2,1'}]},"))
                    .containsExactly(
                            "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"0-2,1\":"
                                    + " error parsing succeededIndexes: non-increasing order,"
                                    + " previous: 2, current: 1");
        }
    }

    @Nested
    class Changes {
        @Test
        void keepTheTemplate() {
            KubeObject job = created("");
            assertThat(
                            writes.updateErrors(
                                    job, next -> template(next).put("priorityClassName", "high")))
                    .singleElement()
                    .asString()
                    .startsWith("spec.template: Invalid value:")
                    .endsWith("field is immutable");
        }

        @Test
        void mayMovePodsOfASuspendedJobToOtherNodes() {
            KubeObject job = created("'suspend':true,");
            assertThat(
                            writes.updateErrors(
                                    job,
                                    next -> template(next).putObject("nodeSelector").put("a", "b")))
                    .isEmpty();
        }

        @Test
        void mayNotChangeCompletionsUnlessParallelismFollows() {
            KubeObject job = created("'completionMode':'Indexed','completions':3,");
            assertThat(writes.updateErrors(job, next -> next.spec().put("completions", 5)))
                    .containsExactly(
                            "spec.completions: Invalid value: 5: can only be modified in tandem"
                                    + " with spec.parallelism");
            assertThat(
                            writes.updateErrors(
                                    job,
                                    next ->
                                            next.spec()
                                                    .put("completions", 5)
                                                    .put("parallelism", 5)))
                    .isEmpty();
        }

        private static ObjectNode template(KubeObject job) {
            return (ObjectNode) job.spec().at("/template/spec");
        }
    }

    @Nested
    class Status {
        @Test
        void mustTellAStoryThatMakesSense() {
            KubeObject job = created("");
            assertThat(
                            writes.statusErrors(
                                    job,
                                    next ->
                                            next.status()
                                                    .putArray("conditions")
                                                    .addObject()
                                                    .put("type", "Complete")
                                                    .put("status", "True")))
                    .containsExactlyInAnyOrder(
                            "status.completionTime: Required value: completionTime is required for"
                                    + " Complete jobs",
                            "status.conditions: Invalid value: cannot set Complete=True condition"
                                    + " without the SuccessCriteriaMet=true condition",
                            "status.startTime: Required value: startTime is required for finished"
                                    + " job");
        }

        @Test
        void neverCountsBackwards() {
            KubeObject job = created("");
            job.status().put("failed", 3);
            assertThat(writes.statusErrors(job, next -> next.status().put("failed", 2)))
                    .containsExactly(
                            "status.failed: Invalid value: 2: cannot decrease the failed counter");
        }
    }
}
