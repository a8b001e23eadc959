package dev.purser.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.resize.NodeRoom;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Changes of what running pods may use, in kubelet's words and order.
class PodResizeTests {
    private static final String SMALL =
            "{'requests':{'cpu':'500m','memory':'100Mi'},'limits':{'cpu':'1','memory':'200Mi'}}";
    private static final String LARGE =
            "{'requests':{'cpu':'1','memory':'100Mi'},'limits':{'cpu':'1500m','memory':'300Mi'}}";

    @TempDir Path directory;
    private PodBench bench;

    @BeforeEach
    void makeBench() {
        bench = new PodBench(directory);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private void start(String policies) throws InterruptedException {
        bench.pod(
                        "{'containers':[{'name':'c','resizePolicy':%s,'resources':%s}]}"
                                .formatted(policies, SMALL))
                .settle();
    }

    private void resize(String resources, int generation) throws InterruptedException {
        bench.change(pod -> {
            ((ObjectNode) pod.get("metadata")).put("generation", generation);
            ((ObjectNode) pod.path("spec").path("containers").path(0))
                    .set("resources", json(resources));
        });
    }

    private JsonNode container() {
        return bench.status().path("containerStatuses").path(0);
    }

    /// Another pod is on the node.
    private void other(String uid, String cpu) {
        ObjectNode pod =
                (ObjectNode)
                        json(
                                "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'ns','uid':'%s'},'spec':{'containers':[{'name':'c','resources':{'requests':{'cpu':'%s'}}}]}}"
                                        .formatted(uid, uid, cpu));
        bench.allocations().adopt(new PodSpec(KubeObject.of(pod)));
    }

    @Test
    void aContainerThatLivesByItsPodsLimitsFollowsThem() throws InterruptedException {
        bench.pod(
                        "{'resources':%s,'containers':[{'name':'a'},{'name':'b','resources':{'limits':{'cpu':'200m','memory':'50Mi'}}}]}"
                                .formatted(SMALL))
                .settle();

        bench.change(pod -> {
            ((ObjectNode) pod.get("metadata")).put("generation", 2);
            ((ObjectNode) pod.get("spec")).set("resources", json(LARGE));
        });

        assertThat(bench.runtime.updates())
                .singleElement()
                .asString()
                .startsWith("a cpu_period: 100000 cpu_quota: 150000")
                .contains("memory_limit_in_bytes: 314572800");
        assertThat(bench.status().path("containerStatuses").path(0).path("resources").toString())
                .doesNotContain("300Mi");
    }

    @Test
    void aRunningContainerGetsMoreWithoutARestart() throws InterruptedException {
        start("[]");
        bench.events.clear();

        resize(LARGE, 2);

        assertThat(bench.runtime.updates())
                .singleElement()
                .asString()
                .startsWith(
                        "c cpu_period: 100000 cpu_quota: 150000 cpu_shares: 1024 memory_limit_in_bytes: 314572800");
        assertThat(container().path("resources")).isEqualTo(json(sorted(LARGE)));
        assertThat(container().path("allocatedResources"))
                .isEqualTo(json("{'cpu':'1','memory':'100Mi'}"));
        assertThat(container().path("restartCount").asInt()).isZero();
        assertThat(bench.status().path("conditions").toString()).doesNotContain("PodResize");
        assertThat(bench.events)
                .containsExactly(
                        "N ResizeStarted : Pod resize started: {\"containers\":[{\"name\":\"c\",\"resources\":{\"limits\":{\"cpu\":\"1500m\",\"memory\":\"300Mi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"100Mi\"}}}],\"generation\":2}",
                        "N ResizeCompleted : Pod resize completed: {\"containers\":[{\"name\":\"c\",\"resources\":{\"limits\":{\"cpu\":\"1500m\",\"memory\":\"300Mi\"},\"requests\":{\"cpu\":\"1\",\"memory\":\"100Mi\"}}}],\"generation\":2}");
    }

    private static String sorted(String resources) {
        JsonNode json = json(resources);
        return "{\"limits\":%s,\"requests\":%s}"
                .formatted(json.path("limits"), json.path("requests"));
    }

    @Test
    void aContainerThatWantsItIsRestarted() throws InterruptedException {
        start("[{'resourceName':'memory','restartPolicy':'RestartContainer'}]");
        bench.events.clear();

        resize(LARGE, 2);

        assertThat(bench.runtime.updates()).isEmpty();
        assertThat(bench.runtime.stops()).hasSize(1);
        bench.advance(Duration.ofSeconds(30));
        assertThat(container().path("restartCount").asInt()).isEqualTo(1);
        assertThat(bench.runtime.config("c").getLinux().getResources().getMemoryLimitInBytes())
                .isEqualTo(300L << 20);
        assertThat(container().path("resources")).isEqualTo(json(sorted(LARGE)));
        assertThat(bench.events)
                .anyMatch(each -> each.startsWith("N ResizeStarted"))
                .anyMatch(each -> each.contains("Container c resize requires restart"))
                .anyMatch(each -> each.startsWith("N ResizeCompleted"));
    }

    @Test
    void whatDoesNotFitWaitsUntilSomethingIsFree() throws InterruptedException {
        start("[]");
        other("other", "1200m");
        bench.events.clear();

        resize(LARGE, 2);

        assertThat(bench.condition("PodResizePending"))
                .isEqualTo(
                        "True Deferred: Node didn't have enough resource: cpu, requested: 1000, used: 1200, capacity: 2000");
        assertThat(container().path("allocatedResources").path("cpu").asString(""))
                .isEqualTo("500m");
        assertThat(bench.events)
                .singleElement()
                .asString()
                .startsWith("W ResizeDeferred : Pod resize Deferred: {")
                .endsWith(
                        "\"generation\":2,\"error\":\"Node didn't have enough resource: cpu, requested: 1000, used: 1200, capacity: 2000\"}");
        assertThat(bench.runtime.updates()).isEmpty();

        bench.allocations().release("other");
        bench.notice();

        assertThat(bench.status().path("conditions").toString()).doesNotContain("PodResize");
        assertThat(container().path("allocatedResources").path("cpu").asString("")).isEqualTo("1");
        assertThat(bench.runtime.updates()).hasSize(1);
    }

    @Test
    void aWishThatIsTakenBackIsForgotten() throws InterruptedException {
        start("[]");
        other("other", "1200m");
        resize(LARGE, 2);
        resize(SMALL, 3);
        assertThat(bench.status().path("conditions").toString()).doesNotContain("PodResize");
        assertThat(bench.runtime.updates()).isEmpty();
    }

    @Test
    void whatWasGrantedOutlivesTheAgent() throws InterruptedException {
        start("[]");
        other("other", "1200m");
        resize(LARGE, 2);
        bench.room = new NodeRoom(Map.of("cpu", Quantity.parse("700m")));

        bench.restartAgent().settle();

        assertThat(container().path("allocatedResources").path("cpu").asString(""))
                .isEqualTo("500m");
        assertThat(container().path("resources")).isEqualTo(json(sorted(SMALL)));
        assertThat(bench.condition("PodResizePending"))
                .startsWith("True Deferred: Node didn't have enough resource: cpu");
        assertThat(bench.runtime.updates()).isEmpty();
    }

    @Test
    void memoryInUseIsNotTakenAway() throws InterruptedException, IOException {
        start("[]");
        Path usage = bench.cgroup("memory", "burstable", "memory.usage_in_bytes");
        Files.writeString(usage, "150000000\n");
        bench.events.clear();

        resize(
                "{'requests':{'cpu':'500m','memory':'100Mi'},'limits':{'cpu':'1','memory':'120Mi'}}",
                2);

        assertThat(bench.runtime.updates()).isEmpty();
        assertThat(bench.condition("PodResizeInProgress"))
                .isEqualTo(
                        "True Error: cannot decrease memory limits: attempting to set pod memory limit (125829120) below current usage (150000000)");
        assertThat(bench.events)
                .anyMatch(each -> each.startsWith("W ResizeError : Pod resize error: {"));

        Files.writeString(usage, "50000000\n");
        bench.advance(Duration.ofSeconds(5));

        assertThat(bench.runtime.updates()).hasSize(1);
        assertThat(bench.status().path("conditions").toString()).doesNotContain("PodResize");
        assertThat(Files.readString(bench.cgroup("memory", "burstable", "memory.limit_in_bytes")))
                .isEqualTo("125829120");
    }

    @Test
    void theCgroupOfAPodHasWhatItsContainersHave() throws InterruptedException, IOException {
        start("[]");
        assertThat(Files.readString(bench.cgroup("cpu", "burstable", "cpu.shares")))
                .isEqualTo("512");
        assertThat(Files.readString(bench.cgroup("cpu", "burstable", "cpu.cfs_quota_us")))
                .isEqualTo("100000");
        assertThat(Files.readString(bench.cgroup("memory", "burstable", "memory.limit_in_bytes")))
                .isEqualTo("209715200");
    }
}
