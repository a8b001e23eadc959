package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class PodRulesTests {
    private final Writes writes = new Writes();

    private KubeObject create(String spec) {
        return writes.create("v1", "Pod", "{'metadata':{'name':'p'},'spec':" + spec + "}");
    }

    private KubeObject withContainer(String members) {
        return create("{'containers':[{'name':'c','image':'i:1'" + members + "}]}");
    }

    private static ObjectNode container(KubeObject pod) {
        return Trees.items(pod.spec(), "containers").getFirst();
    }

    private List<String> errors(String spec) {
        return writes.errors("v1", "Pod", "{'metadata':{'name':'p'},'spec':" + spec + "}");
    }

    private List<String> containerErrors(String members) {
        return errors("{'containers':[{'name':'c','image':'i:1'" + members + "}]}");
    }

    @Nested
    class Defaults {
        @Test
        void completeThePod() {
            assertThat(withContainer("").spec().without(List.of("containers")).toString())
                    .isEqualTo(
                            "{\"restartPolicy\":\"Always\",\"terminationGracePeriodSeconds\":30,"
                                    + "\"dnsPolicy\":\"ClusterFirst\",\"securityContext\":{},"
                                    + "\"schedulerName\":\"default-scheduler\","
                                    + "\"enableServiceLinks\":true}");
        }

        @ParameterizedTest
        @CsvSource({
            "nginx,Always",
            "nginx:latest,Always",
            "nginx:1.27,IfNotPresent",
            "host:5000/nginx,Always",
            "host:5000/nginx:1,IfNotPresent",
            "nginx@sha256:00,IfNotPresent",
        })
        void pullImagesThatMove(String image, String policy) {
            KubeObject pod = create("{'containers':[{'name':'c','image':'" + image + "'}]}");

            assertThat(Trees.text(container(pod), "imagePullPolicy")).isEqualTo(policy);
        }

        @Test
        void requestWhatIsLimited() {
            KubeObject pod =
                    withContainer(
                            ",'resources':{'limits':{'cpu':'1500m','memory':'1Gi'},'requests':{'cpu':'0.5'}}");

            assertThat(container(pod).at("/resources/requests").toString())
                    .isEqualTo("{\"cpu\":\"500m\",\"memory\":\"1Gi\"}");
        }

        @Test
        void completeProbes() {
            KubeObject pod = withContainer(",'livenessProbe':{'httpGet':{'port':80}}");

            assertThat(container(pod).path("livenessProbe").toString())
                    .isEqualTo(
                            "{\"httpGet\":{\"path\":\"/\",\"port\":80,\"scheme\":\"HTTP\"},"
                                    + "\"timeoutSeconds\":1,\"periodSeconds\":10,"
                                    + "\"successThreshold\":1,\"failureThreshold\":3}");
        }

        @Test
        void completeVolumes() {
            KubeObject pod =
                    create(
                            "{'containers':[],'volumes':[{'name':'e'},{'name':'c','configMap':{'name':'x'}},"
                                    + "{'name':'p','projected':{'sources':[{'serviceAccountToken':{'path':'t'}}]}}]}");

            assertThat(pod.spec().path("volumes").toString())
                    .isEqualTo(
                            "[{\"name\":\"e\",\"emptyDir\":{}},"
                                    + "{\"name\":\"c\",\"configMap\":{\"name\":\"x\",\"defaultMode\":420}},"
                                    + "{\"name\":\"p\",\"projected\":{\"sources\":[{\"serviceAccountToken\":"
                                    + "{\"expirationSeconds\":3600,\"path\":\"t\"}}],\"defaultMode\":420}}]");
        }
    }

    @Nested
    class NewPods {
        @Test
        void startPendingWithTheirClassOfService() {
            assertThat(withContainer("").status().toString())
                    .isEqualTo("{\"phase\":\"Pending\",\"qosClass\":\"BestEffort\"}");
            assertThat(withContainer("").generation()).isEqualTo(1);
        }

        @Test
        void areGuaranteedWithEqualRequestsAndLimits() {
            KubeObject pod = withContainer(",'resources':{'limits':{'cpu':'1','memory':'1Gi'}}");

            assertThat(Trees.text(pod.status(), "qosClass")).isEqualTo("Guaranteed");
        }

        @Test
        void areBurstableWithAnythingElse() {
            KubeObject pod = withContainer(",'resources':{'requests':{'memory':'1Gi'}}");

            assertThat(Trees.text(pod.status(), "qosClass")).isEqualTo("Burstable");
        }

        @Test
        void waitAtTheirGates() {
            KubeObject pod = create("{'containers':[],'schedulingGates':[{'name':'a.b/c'}]}");

            ObjectNode condition = Trees.items(pod.status(), "conditions").getFirst();
            assertThat(condition.path("reason").asString()).isEqualTo("SchedulingGated");
            assertThat(condition.path("lastTransitionTime").asString())
                    .isEqualTo("1970-01-01T00:00:00Z");
        }
    }

    @Nested
    class Refusals {
        @Test
        void aPodNeedsContainers() {
            assertThat(errors("{}")).containsExactly("spec.containers: Required value");
        }

        @Test
        void namesOfContainersAreUniqueAcrossLists() {
            assertThat(
                            errors(
                                    "{'containers':[{'name':'c','image':'i'}],'initContainers':[{'name':'c','image':'i'}]}"))
                    .containsExactly("spec.initContainers[0].name: Duplicate value: \"c\"");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'imagePullPolicy':'Rarely'|spec.containers[0].imagePullPolicy: Unsupported value: \"Rarely\": supported values: \"Always\", \"IfNotPresent\", \"Never\"",
                    "'ports':[{'containerPort':70000}]|spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
                    "'ports':[{'containerPort':1,'hostPort':9},{'containerPort':2,'hostPort':9}]|spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//9\"",
                    "'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.nothing'}}}]|spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.nothing\": error converting fieldPath: field label not supported: spec.nothing",
                    "'env':[{'name':'A','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','divisor':'7'}}}]|spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: \"limits.cpu\": only divisor's values 1m and 1 are supported with the cpu resource",
                    "'envFrom':[{}]|spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`",
                    "'resources':{'limits':{'cpu':'1'},'requests':{'cpu':'2'}}|spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1",
                    "'livenessProbe':{'periodSeconds':5}|spec.containers[0].livenessProbe: Required value: must specify a handler type",
                    "'lifecycle':{'preStop':{}}|spec.containers[0].lifecycle.preStop: Required value: must specify a handler type",
                    "'volumeMounts':[{'name':'v','mountPath':'/x'}]|spec.containers[0].volumeMounts[0].name: Not found: \"v\"",
                })
        void aContainerIsToldWhatIsWrong(String members, String expected) {
            assertThat(containerErrors("," + members)).containsExactly(expected);
        }

        @Test
        void aContradictionIsShownAsKubernetesStruct() {
            assertThat(
                            containerErrors(
                                    ",'securityContext':{'privileged':true,'allowPrivilegeEscalation':false}"))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "spec.containers[0].securityContext: Invalid value:"
                                    + " {\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null")
                    .endsWith(
                            "cannot set `allowPrivilegeEscalation` to false and `privileged` to"
                                    + " true");
        }

        @Test
        void filesOfVolumesStayInside() {
            assertThat(
                            errors(
                                    "{'containers':[{'name':'c','image':'i'}],'volumes':[{'name':'v','configMap':{'name':'x',"
                                            + "'defaultMode':512,'items':[{'key':'k','path':'a/../b'},{'key':'k','path':'/a'}]}}]}"))
                    .containsExactly(
                            "spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a"
                                    + " number between 0 and 0777 (octal), both inclusive",
                            "spec.volumes[0].configMap.items[0].path: Invalid value: \"a/../b\":"
                                    + " must not contain '..'",
                            "spec.volumes[0].configMap.items[1].path: Invalid value: \"/a\": must"
                                    + " be a relative path");
        }
    }

    @Nested
    class Changes {
        private final KubeObject pod = withContainer("");

        @Test
        void ofImagesAreAllowedAndCounted() {
            KubeObject changed = writes.update(pod, next -> container(next).put("image", "i:2"));

            assertThat(changed.generation()).isEqualTo(2);
            assertThat(writes.updateErrors(pod, next -> container(next).put("image", "i:2")))
                    .isEmpty();
        }

        @Test
        void ofAnythingElseAreShownAsADifference() {
            assertThat(writes.updateErrors(pod, next -> next.spec().put("nodeName", "n1")))
                    .singleElement()
                    .asString()
                    .startsWith("spec: Forbidden: pod updates may not change fields other than")
                    .endsWith(
                            "\n  \"AutomountServiceAccountToken\": null,\n"
                                    + "- \"NodeName\": \"\",\n"
                                    + "+ \"NodeName\": \"n1\",\n"
                                    + "  \"HostNetwork\": false,\n"
                                    + "  \"HostPID\": false,\n"
                                    + "  \"HostIPC\": false,\n");
        }

        @Test
        void mayOnlyShortenTheDeadline() {
            KubeObject limited = create("{'containers':[],'activeDeadlineSeconds':50}");

            assertThat(
                            writes.updateErrors(
                                    limited, next -> next.spec().put("activeDeadlineSeconds", 60)))
                    .contains(
                            "spec.activeDeadlineSeconds: Invalid value: 60: must be less than or"
                                    + " equal to previous value");
        }

        @Test
        void ofTheStatusLeaveTheSpecAlone() {
            KubeObject changed =
                    writes.updateStatus(
                            pod,
                            next -> {
                                next.spec().put("nodeName", "n2");
                                next.json().putObject("status").put("podIP", "10.1.2.3");
                            });

            assertThat(changed.spec()).isEqualTo(pod.spec());
            assertThat(changed.status().toString())
                    .contains("\"podIPs\":[{\"ip\":\"10.1.2.3\"}]")
                    .contains("\"qosClass\":\"BestEffort\"");
        }

        @Test
        void timesThatAConditionLacksAreNull() {
            KubeObject pod =
                    writes.decode(
                            "v1",
                            "Pod",
                            "{'metadata':{'name':'p'},'status':{'conditions':"
                                    + "[{'type':'example.com/x','status':'True'}]}}");

            assertThat(pod.status().path("conditions").toString())
                    .contains("\"lastProbeTime\":null", "\"lastTransitionTime\":null");
        }
    }

    @Nested
    class Warnings {
        @Test
        void aNewNameWithDotsMakesAnOddHostname() {
            KubeObject pod = writes.decode("v1", "Pod", "{'metadata':{'name':'a.b'}}");

            assertThat(writes.rules(pod).warnings(pod, pod))
                    .containsExactly(
                            "metadata.name: this is used in the Pod's hostname, which can result in"
                                    + " surprising behavior; a DNS label is recommended: [must not"
                                    + " contain dots]");
        }

        @Test
        void aVariableThatIsSetTwiceIsHidden() {
            KubeObject pod = withContainer(",'env':[{'name':'A'},{'name':'A'}]");
            pod.metadata().remove("resourceVersion");

            assertThat(writes.rules(pod).warnings(pod, pod))
                    .containsExactly(
                            "spec.containers[0].env[1]: hides previous definition of \"A\", which"
                                    + " may be dropped when using apply");
        }
    }
}
