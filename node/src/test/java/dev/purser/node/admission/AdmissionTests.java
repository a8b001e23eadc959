package dev.purser.node.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.admission.AppArmorAdmission.Host;
import dev.purser.node.pod.PodAdmission;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AdmissionTests {
    private static PodSpec pod(String name, String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", name);
        pod.metadata().put("uid", name);
        pod.json().set("spec", json(spec));
        return new PodSpec(pod);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static String refusal(PodAdmission admission, PodSpec pod) {
        return admission
                .refusal(pod)
                .map(verdict -> verdict.reason() + ": " + verdict.message())
                .orElse("");
    }

    @Nested
    class Predicates {
        private final List<PodSpec> active = new ArrayList<>();
        private final KubeObject node =
                KubeObject.of(
                        json(
                                "{'apiVersion':'v1','kind':'Node','metadata':{'name':'n','labels':{'disk':'ssd'}},'spec':{}}"));
        private final PredicateAdmission admission = admission();

        private PredicateAdmission admission() {
            Neighbours neighbours = new Neighbours();
            neighbours.follow(() -> active);
            return new PredicateAdmission(
                    Map.of(
                            "cpu", Quantity.parse("2"),
                            "memory", Quantity.parse("1Gi"),
                            "ephemeral-storage", Quantity.parse("10Gi"),
                            "pods", Quantity.parse("3")),
                    neighbours,
                    () -> Optional.of(node));
        }

        private String come(String name, String spec) {
            PodSpec pod = pod(name, spec);
            active.add(pod);
            String refusal = refusal(admission, pod);
            if (!refusal.isEmpty()) {
                active.remove(pod);
            }
            return refusal;
        }

        private static String cpu(String amount) {
            return "{'containers':[{'resources':{'requests':{'cpu':'%s'}}}]}".formatted(amount);
        }

        @Test
        void whatOthersTakeIsGone() {
            assertThat(come("a", cpu("1500m"))).isEmpty();
            assertThat(come("b", cpu("600m")))
                    .isEqualTo(
                            "OutOfcpu: Node didn't have enough resource: cpu, requested: 600, used: 1500, capacity: 2000");
            assertThat(come("c", cpu("500m"))).isEmpty();
        }

        @Test
        void podsThatHaveEndedTakeNothing() {
            assertThat(come("a", cpu("2"))).isEmpty();
            active.clear();
            assertThat(come("b", cpu("2"))).isEmpty();
        }

        @Test
        void podsThatWereNotTakenOnTakeNothing() {
            active.add(pod("waits", cpu("2")));
            assertThat(come("b", cpu("2"))).isEmpty();
        }

        @Test
        void podsOfAnEarlierProcessCount() {
            PodSpec adopted = pod("old", cpu("2"));
            adopted.pod().status().put("startTime", "2026-11-23T00:00:00Z");
            active.add(adopted);

            assertThat(come("b", cpu("1"))).startsWith("OutOfcpu");
        }

        @Test
        void overheadAndSidecarsCount() {
            assertThat(
                            come(
                                    "a",
                                    "{'overhead':{'memory':'512Mi'},'initContainers':["
                                            + "{'name':'s','restartPolicy':'Always','resources':{'requests':{'memory':'200Mi'}}},"
                                            + "{'name':'i','resources':{'requests':{'memory':'400Mi'}}}],"
                                            + "'containers':[{'resources':{'requests':{'memory':'100Mi'}}}]}"))
                    .isEqualTo(
                            "OutOfmemory: Node didn't have enough resource: memory, requested: 1166016512, used: 0, capacity: 1073741824");
        }

        @Test
        void noMoreComeThanThereIsRoomFor() {
            for (String name : List.of("a", "b", "c")) {
                assertThat(come(name, "{'containers':[{}]}")).isEmpty();
            }
            assertThat(come("d", "{'containers':[{}]}"))
                    .isEqualTo(
                            "OutOfpods: Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3");
        }

        @Test
        void portsOfTheMachineAreTakenOnce() {
            String any = "{'containers':[{'ports':[{'hostPort':80,'containerPort':8080}]}]}";
            String one =
                    "{'containers':[{'ports':[{'hostPort':80,'containerPort':1,'hostIP':'127.0.0.1'}]}]}";
            String udp =
                    "{'containers':[{'ports':[{'hostPort':80,'containerPort':1,'protocol':'UDP'}]}]}";
            String message =
                    "NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";

            assertThat(come("a", one)).isEmpty();
            assertThat(come("b", any)).isEqualTo(message);
            assertThat(come("c", udp)).isEmpty();
        }

        @Test
        void labelsAndTaintsOfTheNodeCount() {
            assertThat(come("a", "{'nodeSelector':{'disk':'ssd'}}")).isEmpty();
            assertThat(come("b", "{'nodeSelector':{'disk':'tape'}}"))
                    .isEqualTo(
                            "NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector");
            node.spec().putArray("taints").addObject().put("key", "k").put("effect", "NoSchedule");
            assertThat(come("c", "{}")).isEmpty();
            node.spec().putArray("taints").addObject().put("key", "k").put("effect", "NoExecute");
            assertThat(come("d", "{}"))
                    .isEqualTo(
                            "TaintToleration: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate");
            assertThat(come("e", "{'tolerations':[{'operator':'Exists'}]}")).isEmpty();
        }

        @Test
        void whatThisNodeCannotBeIsRefused() {
            assertThat(come("a", "{'os':{'name':'windows'}}"))
                    .isEqualTo(
                            "PodOSNotSupported: Failed to admit pod as the OS field doesn't match node OS");
            assertThat(come("b", "{'securityContext':{'supplementalGroupsPolicy':'Strict'}}"))
                    .isEqualTo(
                            "SupplementalGroupsPolicyNotSupported: SupplementalGroupsPolicy=Strict is not supported in this node");
        }
    }

    @Nested
    class Sysctls {
        private final SysctlAdmission admission =
                new SysctlAdmission(List.of("kernel.msg*", "net.core.somaxconn"));

        private String refusal(String name, String more) {
            return AdmissionTests.refusal(
                    admission,
                    pod(
                            "p",
                            "{%s'securityContext':{'sysctls':[{'name':'%s','value':'1'}]}}"
                                    .formatted(more, name)));
        }

        @Test
        void safeAndAllowedOnesPass() {
            assertThat(refusal("net.ipv4.tcp_syncookies", "")).isEmpty();
            assertThat(refusal("net/ipv4/tcp_syncookies", "")).isEmpty();
            assertThat(refusal("kernel.msgmax", "")).isEmpty();
            assertThat(refusal("net.core.somaxconn", "")).isEmpty();
        }

        @Test
        void othersDoNot() {
            assertThat(refusal("vm.swappiness", ""))
                    .isEqualTo(
                            "SysctlForbidden: forbidden sysctl: \"vm.swappiness\" not allowlisted");
        }

        @Test
        void noneMayChangeTheHost() {
            assertThat(refusal("net.core.somaxconn", "'hostNetwork':true,"))
                    .isEqualTo(
                            "SysctlForbidden: forbidden sysctl: \"net.core.somaxconn\" not allowed with host net enabled");
            assertThat(refusal("kernel.msgmax", "'hostIPC':true,"))
                    .isEqualTo(
                            "SysctlForbidden: forbidden sysctl: \"kernel.msgmax\" not allowed with host ipc enabled");
        }
    }

    @Nested
    class AppArmor {
        private static final String LOCAL =
                "{'containers':[{'securityContext':{'appArmorProfile':{'type':'Localhost','localhostProfile':'x'}}}]}";

        @Test
        void profilesNeedAKernelThatHasThem() {
            assertThat(refusal(new AppArmorAdmission(Host.LACKS), pod("p", LOCAL)))
                    .isEqualTo(
                            "AppArmor: Cannot enforce AppArmor: AppArmor is not enabled on the host");
            assertThat(refusal(new AppArmorAdmission(Host.ENFORCES), pod("p", LOCAL))).isEmpty();
        }

        @Test
        void unconfinedNeedsNothing() {
            Optional<Verdict> refusal =
                    new AppArmorAdmission(Host.LACKS)
                            .refusal(
                                    pod(
                                            "p",
                                            "{'securityContext':{'appArmorProfile':{'type':'Unconfined'}}}"));

            assertThat(refusal).isEmpty();
        }
    }
}
