package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PodUpdateTests {
    private final PodSpecs pods = new PodSpecs();
    private final Writes writes = pods.writes();
    private final JsonMapper json = new JsonMapper();

    private Consumer<KubeObject> spec(String field, String value) {
        return pod -> pod.spec().set(field, json.readTree(value.replace('\'', '"')));
    }

    private Consumer<KubeObject> status(String fields) {
        return pod ->
                pod.status()
                        .setAll((ObjectNode) json.readTree("{" + fields.replace('\'', '"') + "}"));
    }

    @Nested
    class OfAGatedPod {
        private final KubeObject pod =
                pods.create(
                        """
                        'schedulingGates':[{'name':'g'},{'name':'h'}],'nodeSelector':{'a':'b'},
                        'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':
                         {'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Exists'}]}]}}}
                        """);

        @Test
        void mayLeaveFewerNodes() {
            assertThat(writes.updateErrors(pod, spec("nodeSelector", "{'a':'b','c':'d'}")))
                    .isEmpty();
            assertThat(writes.updateErrors(pod, spec("schedulingGates", "[{'name':'h'}]")))
                    .isEmpty();
        }

        @Test
        void mayNotLeaveOthers() {
            assertThat(writes.updateErrors(pod, spec("nodeSelector", "{'c':'d'}")))
                    .containsExactly(
                            "spec.nodeSelector: Invalid value: {\"c\":\"d\"}: only additions to"
                                    + " spec.nodeSelector are allowed (no mutations or"
                                    + " deletions)");
            assertThat(writes.updateErrors(pod, next -> next.spec().remove("affinity")))
                    .containsExactly(
                            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
                                    + ".nodeSelectorTerms: Invalid value: null: no"
                                    + " additions/deletions to non-empty NodeSelectorTerms list are"
                                    + " allowed");
        }

        @Test
        void mayNotAddGates() {
            assertThat(writes.updateErrors(pod, spec("schedulingGates", "[{'name':'x'}]")))
                    .containsExactly(
                            "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but"
                                    + " found new scheduling gate 'x'");
        }
    }

    @Nested
    class OfTolerationsAndAnnotations {
        private final KubeObject pod =
                pods.create("'tolerations':[{'key':'a','operator':'Exists','effect':'NoExecute'}]");

        @Test
        void mayTolerateMoreAndLonger() {
            String more =
                    "[{'key':'b','operator':'Exists'},{'key':'a','operator':'Exists',"
                            + "'effect':'NoExecute','tolerationSeconds':5}]";

            assertThat(writes.updateErrors(pod, spec("tolerations", more))).isEmpty();
        }

        @Test
        void mayNotTolerateLess() {
            assertThat(writes.updateErrors(pod, spec("tolerations", "[]")))
                    .containsExactly(
                            "spec.tolerations: Forbidden: existing toleration can not be modified"
                                    + " except its tolerationSeconds");
        }

        @Test
        void mayNotBecomeAMirror() {
            assertThat(
                            writes.updateErrors(
                                    pod,
                                    next ->
                                            next.metadata()
                                                    .putObject("annotations")
                                                    .put("kubernetes.io/config.mirror", "x")))
                    .contains(
                            "metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not"
                                    + " add mirror pod annotation");
        }
    }

    @Nested
    class OfTheStatus {
        private final KubeObject pod =
                writes.updateStatus(
                        pods.create("'restartPolicy':'Never'"),
                        status(
                                "'podIP':'10.0.0.1','conditions':[{'type':'Ready','status':'True',"
                                        + "'observedGeneration':1}],'containerStatuses':[{'name':'c',"
                                        + "'state':{'terminated':{'exitCode':1}}}]"));

        @Test
        void keepsWhatTheWriterLeavesOut() {
            KubeObject next =
                    writes.updateStatus(
                            pod, status("'conditions':[{'type':'Ready','status':'False'}]"));

            assertThat(next.status().path("conditions").path(0).path("observedGeneration").asInt())
                    .isEqualTo(1);
        }

        @Test
        void mayNotBringTheEndedBackToLife() {
            String running = "'containerStatuses':[{'name':'c','state':{'running':{}}}]";

            assertThat(writes.statusErrors(pod, status(running)))
                    .containsExactly(
                            "status.containerStatuses[0].state: Forbidden: may not be transitioned"
                                    + " to non-terminated state");
        }

        @Test
        void checksAddressesClassesAndConditions() {
            String wrong =
                    "'qosClass':'Guaranteed','hostIP':'10.0.0.1','hostIPs':[{'ip':'x'}],"
                            + "'conditions':[{'type':'A b','observedGeneration':-1}]";

            assertThat(writes.statusErrors(pod, status(wrong)))
                    .contains(
                            "status.qosClass: Invalid value: \"Guaranteed\": field is immutable",
                            "status.hostIPs[0].ip: Invalid value: \"x\": must be equal to `hostIP`",
                            "status.hostIPs[0]: Invalid value: \"x\": must be a valid IP address,"
                                    + " (e.g. 10.9.8.7 or 2001:db8::ffff)",
                            "status.conditions[0].observedGeneration: Invalid value: -1: must be a"
                                    + " non-negative integer")
                    .hasSize(5);
        }

        @Test
        void checksDevicesAndUsers() {
            String wrong =
                    "'containerStatuses':[{'name':'c','user':{'linux':{'uid':-1,'gid':0}},"
                            + "'allocatedResourcesStatus':[{'name':'claim:a','resources':["
                            + "{'resourceID':'r','health':'X'}]}]}]";

            assertThat(writes.statusErrors(pods.create(""), status(wrong)))
                    .anyMatch(error -> error.contains("user.linux.uid: Invalid value: -1"))
                    .anyMatch(error -> error.contains("health: Unsupported value: \"X\""))
                    .anyMatch(error -> error.contains("resource claims as 'claim:<claimName>"))
                    .hasSize(3);
        }

        @Test
        void roundsResourcesUp() {
            KubeObject next =
                    writes.updateStatus(
                            pod,
                            status(
                                    "'allocatedResources':{'cpu':'1u'},'containerStatuses':["
                                            + "{'name':'c','resources':{'limits':{'cpu':'1500u'}}}]"));

            assertThat(next.status().toString())
                    .contains("\"allocatedResources\":{\"cpu\":\"1m\"}")
                    .contains("\"limits\":{\"cpu\":\"2m\"}");
        }

        @Test
        void hasAtMostOneAddressOfEachFamily() {
            assertThat(writes.statusErrors(pod, status("'podIPs':[{'ip':'10.0.0.1'},{'ip':'a'}]")))
                    .contains(
                            "status.podIPs: Internal error: failed to check for dual stack with"
                                    + " error:invalid IP[1]: a");
        }

        @Test
        void warnsOfOddSpellings() {
            KubeObject odd = pod.copy();
            odd.status().putArray("podIPs").addObject().put("ip", "::FFFF:1");

            List<String> warnings = writes.rules(odd).statusWarnings(odd);

            assertThat(warnings).hasSize(1).first().asString().startsWith("status.podIPs[0].ip: ");
        }
    }
}
