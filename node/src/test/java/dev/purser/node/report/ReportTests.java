package dev.purser.node.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.ListOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.FakeImages;
import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.eviction.Pressure;
import dev.purser.node.settings.KubeletConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReportTests {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final GroupVersionResource LEASES =
            new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-11-23T00:00:00Z"));
    private final FakeApi api = new FakeApi(timers, new Random(1));

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    @Nested
    class PodStatuses {
        private final ApiPodStatusWriter writer = new ApiPodStatusWriter(api);

        private KubeObject create() {
            KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p");
            pod.spec().put("nodeName", "n");
            return api.create(PODS, pod);
        }

        private JsonNode status() {
            return api.get(PODS, "ns", "p").json().path("status");
        }

        @Test
        void replaceTheNodesFieldsAndKeepThoseOfOthers() {
            KubeObject pod = create();
            pod.status().put("nominatedNodeName", "x").put("reason", "old");
            pod = api.updateStatus(PODS, pod);

            writer.write(pod, json("{'phase':'Running','conditions':[{'type':'Ready'}]}"));

            assertThat(status())
                    .isEqualTo(
                            json(
                                    "{'phase':'Running','conditions':[{'type':'Ready'}],"
                                            + "'nominatedNodeName':'x'}"));
        }

        @Test
        void keepConditionsThatCameMeanwhile() {
            KubeObject stale = create();
            KubeObject newer = stale.copy();
            newer.status()
                    .putArray("conditions")
                    .addObject()
                    .put("type", "example.com/gate")
                    .put("status", "True");
            api.updateStatus(PODS, newer);

            writer.write(stale, json("{'phase':'Running','conditions':[{'type':'Ready'}]}"));

            assertThat(
                            status().path("conditions")
                                    .valueStream()
                                    .map(each -> each.path("type").asString("")))
                    .as("those of others come first, as kubelet has them")
                    .containsExactly("example.com/gate", "Ready");
        }

        @Test
        void neverReachASuccessorOfTheSameName() {
            KubeObject old = create();
            writer.delete(old);
            create();

            writer.write(old, json("{'phase':'Failed'}"));
            writer.delete(old);

            assertThat(status().path("phase").asString("")).isNotEqualTo("Failed");
        }

        @Test
        void endWithAPodThatTheNodeMayNoLongerSee() {
            KubeObject stale = create();
            KubeObject newer = stale.copy();
            newer.status().put("reason", "other");
            api.updateStatus(PODS, newer);
            api.faults()
                    .failNext(
                            call -> call.verb().equals("get"),
                            StatusErrors.forbidden(PODS.groupResource(), "p", "not yours"));

            writer.write(stale, json("{'phase':'Running'}"));

            assertThat(api.faults().remaining()).isZero();
            assertThat(status().path("phase").asString("")).isNotEqualTo("Running");
        }
    }

    @Nested
    class Nodes {
        private final Machine machine =
                new Machine(
                        2,
                        4L << 30,
                        10L << 30,
                        "Debian",
                        "6.1",
                        "amd64",
                        "m",
                        "u",
                        "b",
                        0,
                        Map.of("hugepages-2Mi", Quantity.ofBytes(4L << 20)));
        private final FakeImages images = new FakeImages();
        private final List<String> events = new CopyOnWriteArrayList<>();
        private volatile Set<Pressure> pressures = Set.of();
        private final NodeReporter reporter =
                new NodeReporter(
                        api,
                        timers,
                        new NodeReporter.Identity(
                                "n1",
                                machine,
                                List.of("192.168.0.1"),
                                KubeletConfiguration.defaults()),
                        new NodeReporter.Sources(
                                new FakeRuntime(timers), images, Optional::empty, () -> pressures),
                        (about, type, reason, message) -> events.add(reason + ": " + message));

        private KubeObject awaitNode() throws InterruptedException {
            while (api.list(LEASES, "", ListOptions.all()).items().isEmpty()) {
                Thread.sleep(1);
            }
            return api.get(NODES, "", "n1");
        }

        @Test
        void areRegisteredWithWhatTheMachineHas() throws InterruptedException {
            reporter.start();
            KubeObject node = awaitNode();
            reporter.close();

            assertThat(node.labels())
                    .containsEntry("kubernetes.io/hostname", "n1")
                    .containsEntry("kubernetes.io/arch", "amd64");
            assertThat(node.status().path("capacity").path("memory").asString("")).isEqualTo("4Gi");
            assertThat(node.status().path("allocatable").path("ephemeral-storage").asString(""))
                    .isEqualTo(Long.toString(9L << 30));
            assertThat(node.status().path("allocatable").path("memory").asString(""))
                    .isEqualTo("3992Mi");
            assertThat(node.status().path("capacity").path("hugepages-2Mi").asString(""))
                    .isEqualTo("4Mi");
            assertThat(node.status().path("addresses").path(0).path("address").asString(""))
                    .isEqualTo("192.168.0.1");
            assertThat(node.status().path("conditions").path(3).path("reason").asString(""))
                    .isEqualTo("KubeletReady");
        }

        @Test
        void showTheirImagesTheLargestFirst() {
            images.put("a", new Image("1", List.of("a:1"), List.of("a@sha256:1"), 5, null, ""));
            images.put("b", new Image("2", List.of(), List.of(), 7, null, ""));

            assertThat(reporter.reportOnce()).isTrue();

            assertThat(api.get(NODES, "", "n1").status().path("images"))
                    .isEqualTo(
                            JSON.readTree(
                                    "[{'names':null,'sizeBytes':7},{'names':['a@sha256:1','a:1'],'sizeBytes':5}]"
                                            .replace('\'', '"')));
        }

        @Test
        void showPressureAtOnceAndWhenItEnds() {
            reporter.reportOnce();
            assertThat(condition("DiskPressure")).isEqualTo("False KubeletHasNoDiskPressure");
            pressures = Set.of(Pressure.DISK, Pressure.PID);
            reporter.reportOnce();
            assertThat(condition("DiskPressure")).isEqualTo("True KubeletHasDiskPressure");
            assertThat(condition("PIDPressure")).isEqualTo("True KubeletHasInsufficientPID");
            assertThat(condition("MemoryPressure")).isEqualTo("False KubeletHasSufficientMemory");
            pressures = Set.of();
            reporter.reportOnce();
            assertThat(condition("DiskPressure")).isEqualTo("False KubeletHasNoDiskPressure");

            assertThat(events)
                    .containsExactly(
                            "NodeHasSufficientMemory: Node n1 status is now: NodeHasSufficientMemory",
                            "NodeHasNoDiskPressure: Node n1 status is now: NodeHasNoDiskPressure",
                            "NodeHasSufficientPID: Node n1 status is now: NodeHasSufficientPID",
                            "NodeHasDiskPressure: Node n1 status is now: NodeHasDiskPressure",
                            "NodeHasInsufficientPID: Node n1 status is now: NodeHasInsufficientPID",
                            "NodeHasNoDiskPressure: Node n1 status is now: NodeHasNoDiskPressure",
                            "NodeHasSufficientPID: Node n1 status is now: NodeHasSufficientPID");
        }

        private String condition(String type) {
            return api.get(NODES, "", "n1")
                    .status()
                    .path("conditions")
                    .valueStream()
                    .filter(each -> each.path("type").asString("").equals(type))
                    .map(each ->
                            each.path("status").asString("")
                                    + " "
                                    + each.path("reason").asString(""))
                    .findFirst()
                    .orElse("");
        }

        @Test
        void renewTheirLeaseEveryTenSeconds() throws InterruptedException {
            reporter.start();
            awaitNode();
            String first = renewTime();
            while (timers.pending() == 0) {
                Thread.sleep(1);
            }

            timers.advance(Duration.ofSeconds(10));
            while (renewTime().equals(first)) {
                Thread.sleep(1);
            }
            reporter.close();

            assertThat(renewTime()).isEqualTo("2026-11-23T00:00:10.000000Z");
        }

        private String renewTime() {
            return api.get(LEASES, "kube-node-lease", "n1").spec().path("renewTime").asString("");
        }
    }
}
