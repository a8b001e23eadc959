package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.ContainerdPrograms;
import dev.purser.node.cri.ContainerdChannel;
import dev.purser.node.cri.ContainerdEvents;
import dev.purser.node.cri.RuntimeEvents;
import dev.purser.node.environment.FixedServices;
import dev.purser.node.image.ImageLoader;
import dev.purser.node.network.PodNetwork;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A whole node with a containerd of its own, real containers, and an API in memory. Needs root,
/// containerd, runc, CNI plugins and busybox-static.
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeAgentTests {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());
    private final FakeApi api = new FakeApi(timers, new SecureRandom());
    private NodeSettings settings;
    private NodeAgent agent;

    @BeforeAll
    void startNode(@TempDir Path images) throws Exception {
        settings = new NodeSettings("node1", Files.createTempDirectory("pn"));
        agent = startAgent();
        new ImageLoader(
                        ContainerdPrograms.find().ctr(),
                        new ContainerdLayout(settings.containerd()).socket())
                .load(TestImage.write(images));
    }

    private NodeAgent startAgent() throws NodeStartException, InterruptedException {
        return NodeAgent.start(
                settings,
                new NodeAgent.Surroundings(
                        api,
                        timers,
                        new SecureRandom(),
                        new FixedServices("192.0.2.1", 443),
                        Optional.empty()));
    }

    @AfterAll
    void shutDownNode() throws Exception {
        agent.shutDown();
        timers.close();
        assertThat(Files.readAllLines(Path.of("/proc/mounts")))
                .noneMatch(line -> line.contains(settings.directory().toString()));
        assertThat(Files.list(Path.of("/sys/class/net")))
                .noneMatch(each -> each.getFileName().toString().equals(bridge()));
        new ProcessBuilder("rm", "-rf", settings.directory().toString()).start().waitFor();
    }

    private String bridge() {
        return new PodNetwork(settings.network()).bridge();
    }

    private void create(String name, String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "default", name);
        ObjectNode json = (ObjectNode) JSON.readTree(spec.replace('\'', '"'));
        json.put("nodeName", "node1");
        json.put("terminationGracePeriodSeconds", 1);
        json.withArray("containers")
                .forEach(each ->
                        ((ObjectNode) each)
                                .put("image", TestImage.NAME)
                                .put("imagePullPolicy", "IfNotPresent"));
        pod.json().set("spec", json);
        pod.status().put("phase", "Pending");
        api.create(PODS, pod);
    }

    private KubeObject pod(String name) {
        return api.get(PODS, "default", name);
    }

    private KubeObject await(String name, Predicate<KubeObject> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        KubeObject pod = pod(name);
        while (!condition.test(pod)) {
            assertThat(System.nanoTime()).as("%s: %s", name, pod.status()).isLessThan(deadline);
            Thread.sleep(10);
            pod = pod(name);
        }
        return pod;
    }

    private static boolean isReady(KubeObject pod) {
        return pod.status()
                .path("conditions")
                .valueStream()
                .anyMatch(each ->
                        each.path("type").asString("").equals("Ready")
                                && each.path("status").asString("").equals("True"));
    }

    private static String containerId(KubeObject pod) {
        return pod.status().path("containerStatuses").path(0).path("containerID").asString("");
    }

    /// The agent may still go by the status from before the one that it has just reported.
    private String logOrReason(String name) throws Exception {
        try {
            return log(name);
        } catch (StatusException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String log(String name) throws Exception {
        KubeObject pod = pod(name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        agent.streams()
                .logs(
                        new LogRequest(
                                new NodeStreams.PodKey("default", name, pod.uid()),
                                "c",
                                LogRequest.Instance.CURRENT,
                                LogRequest.Mode.SNAPSHOT,
                                LogRequest.Timestamps.HIDDEN,
                                OptionalLong.empty(),
                                Optional.empty(),
                                OptionalLong.empty(),
                                LogRequest.Stream.ALL),
                        out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Order(1)
    void theNodeIsReady() throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (api.list(NODES, "", ListOptions.all()).items().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(10);
        }
        KubeObject node = api.get(NODES, "", "node1");
        assertThat(isReady(node)).isTrue();
        assertThat(node.status().path("nodeInfo").path("containerRuntimeVersion").asString(""))
                .startsWith("containerd://");
        assertThat(node.status().path("allocatable").path("memory").asString("")).endsWith("Ki");
    }

    /// What the runtime tells by itself, as far as it concerns ends.
    private static final class Heard implements RuntimeEvents.Listener {
        private final List<String> exits = new CopyOnWriteArrayList<>();
        private final AtomicInteger connections = new AtomicInteger();

        @Override
        public void exited(String id) {
            exits.add(id);
        }

        @Override
        public void ranOutOfMemory(String id) {}

        @Override
        public void imagesChanged() {}

        @Override
        public void resumed() {
            connections.incrementAndGet();
        }
    }

    @Test
    @Order(2)
    void aPodRunsToItsEndOfWhichTheRuntimeTells() throws Exception {
        Heard heard = new Heard();
        Path socket = new ContainerdLayout(settings.containerd()).socket();
        try (ContainerdChannel channel = ContainerdChannel.open(socket);
                ContainerdEvents events = new ContainerdEvents(channel)) {
            events.start(heard);
            aPodRunsToItsEnd();
            String id =
                    pod("job")
                            .status()
                            .path("containerStatuses")
                            .path(0)
                            .path("containerID")
                            .asString("")
                            .replace("containerd://", "");
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!heard.exits.contains(id)) {
                assertThat(System.nanoTime()).as("%s", heard.exits).isLessThan(deadline);
                Thread.sleep(10);
            }
            assertThat(heard.connections).hasValue(1);
        }
    }

    private void aPodRunsToItsEnd() throws Exception {
        create(
                "job",
                "{'restartPolicy':'Never','hostname':'h1','containers':[{'name':'c','command':"
                        + "['sh','-c','echo hello $(WHO); cat /etc/hosts; echo -n bye >"
                        + " /dev/termination-log; exit 4'],'env':[{'name':'WHO','value':'you'}]}]}");

        KubeObject pod =
                await("job", each -> each.status().path("phase").asString("").equals("Failed"));

        var terminated =
                pod.status().path("containerStatuses").path(0).path("state").path("terminated");
        assertThat(terminated.path("exitCode").asInt()).isEqualTo(4);
        assertThat(terminated.path("message").asString("")).isEqualTo("bye");
        assertThat(log("job"))
                .startsWith("hello you\n# Kubernetes-managed hosts file.\n")
                .endsWith(pod.status().path("podIP").asString("") + "\th1\n");
    }

    @Test
    @Order(3)
    void aPodStartsWhenTheConfigMapItWaitsForComes() throws Exception {
        create(
                "waits",
                "{'restartPolicy':'Always','containers':[{'name':'c','command':['sh','-c',"
                        + "'echo $LATE; cat /v/LATE; echo; exec sleep 3600'],"
                        + "'envFrom':[{'configMapRef':{'name':'late'}}],"
                        + "'volumeMounts':[{'name':'v','mountPath':'/v'}]}],"
                        + "'volumes':[{'name':'v','configMap':{'name':'late','optional':true}}]}");
        await("waits", each -> each.status().toString().contains("CreateContainerConfigError"));

        KubeObject map =
                KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "default", "late");
        map.json().putObject("data").put("LATE", "here");
        api.create(CONFIG_MAPS, map);

        await("waits", NodeAgentTests::isReady);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String log = logOrReason("waits");
        while (!log.equals("here\nhere\n")) {
            assertThat(System.nanoTime()).as(log).isLessThan(deadline);
            Thread.sleep(10);
            log = logOrReason("waits");
        }
        while (!isTold("Error: configmap \"late\" not found")) {
            assertThat(System.nanoTime()).as("the event is recorded").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private boolean isTold(String message) {
        return api.list(EVENTS, "", ListOptions.all()).items().stream()
                .anyMatch(each -> each.json().path("message").asString("").equals(message));
    }

    /// A shell in the container looks at two keys in a tight loop, through one look at `..data`.
    @Test
    @Order(3)
    void changesReachAllPodsAndNoContainerSeesHalfOfOne() throws Exception {
        KubeObject map =
                KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "default", "pair");
        map.json().putObject("data").put("a", "0").put("b", "0");
        map = api.create(CONFIG_MAPS, map);
        String look =
                "cd /v/..data && a=$(cat a 2>/dev/null) && b=$(cat b 2>/dev/null) &&"
                        + " [ \"$a\" != \"$b\" ] && echo half: $a $b; ";
        for (int i = 0; i < 4; i++) {
            create(
                    "reader-" + i,
                    "{'restartPolicy':'Never','containers':[{'name':'c','command':['sh','-c',"
                            + ("'while [ \"$a\" != 60 ]; do " + look + "done; echo done'")
                                    .replace("\"", "\\\"")
                            + "],'volumeMounts':[{'name':'v','mountPath':'/v'}]}],"
                            + "'volumes':[{'name':'v','configMap':{'name':'pair'}}]}");
        }
        for (int i = 0; i < 4; i++) {
            await("reader-" + i, NodeAgentTests::isReady);
        }
        for (int n = 1; n <= 60; n++) {
            String text = Integer.toString(n);
            map.json().putObject("data").put("a", text).put("b", text);
            map = api.update(CONFIG_MAPS, map);
        }
        for (int i = 0; i < 4; i++) {
            await("reader-" + i, each -> each.status().toString().contains("\"Completed\""));
            assertThat(log("reader-" + i)).isEqualTo("done\n");
            api.delete(
                    ObjectRef.of(PODS, pod("reader-" + i)),
                    DeleteOptions.defaults().withGracePeriodSeconds(0));
        }
    }

    @Test
    @Order(4)
    void aNewAgentAdoptsWhatRuns() throws Exception {
        String before = containerId(pod("waits"));
        agent.close();
        KubeObject gone = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "default", "job");
        api.delete(ObjectRef.of(PODS, gone), DeleteOptions.defaults().withGracePeriodSeconds(0));

        agent = startAgent();
        create(
                "next",
                "{'restartPolicy':'Always','containers':[{'name':'c','command':"
                        + "['sleep','3600']}]}");
        await("next", NodeAgentTests::isReady);

        KubeObject adopted = pod("waits");
        assertThat(isReady(adopted)).isTrue();
        assertThat(containerId(adopted)).isEqualTo(before);
        assertThat(adopted.status().path("containerStatuses").path(0).path("restartCount").asInt())
                .isZero();
    }

    @Test
    @Order(5)
    void aCommandRunsInAContainer() throws Exception {
        KubeObject pod = await("next", NodeAgentTests::isReady);
        var session =
                agent.streams()
                        .exec(
                                new NodeStreams.ExecRequest(
                                        new NodeStreams.PodKey("default", "next", pod.uid()),
                                        "c",
                                        List.of("sh", "-c", "cat; echo wrong >&2; exit 4"),
                                        new NodeStreams.Streams(true, true, true, false)));
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        session.input(ByteBuffer.wrap("given".getBytes(StandardCharsets.UTF_8)));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    session.endInput();
                });
        CollectedOutput output = new CollectedOutput();

        CommandEnd end = session.run(output);

        assertThat(output.out()).isEqualTo("given");
        assertThat(output.err()).isEqualTo("wrong\n");
        assertThat(end.status().path("details").path("causes").path(0).path("message").asString())
                .isEqualTo("4");
    }

    /// What a command wrote.
    private static final class CollectedOutput implements CommandSession.Output {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public void stdout(ByteBuffer content) {
            collect(content, out);
        }

        @Override
        public void stderr(ByteBuffer content) {
            collect(content, err);
        }

        private static void collect(ByteBuffer content, ByteArrayOutputStream to) {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            to.writeBytes(bytes);
        }

        private String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        private String err() {
            return err.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    @Order(6)
    void aCrashIsSeenAndTheContainerRestarted() throws Exception {
        create(
                "crash",
                "{'restartPolicy':'Always','containers':[{'name':'c','command':"
                        + "['sh','-c','exit 3']}]}");

        KubeObject pod =
                await("crash", each -> each.status().toString().contains("CrashLoopBackOff"));

        var status = pod.status().path("containerStatuses").path(0);
        assertThat(status.path("restartCount").asInt()).isPositive();
        assertThat(status.path("lastState").path("terminated").path("exitCode").asInt())
                .isEqualTo(3);
    }

    @Test
    @Order(7)
    void aDeletedPodLeavesNothing() throws Exception {
        String uid = pod("next").uid();

        api.delete(new ObjectRef(PODS, "default", "next"), DeleteOptions.defaults());

        long deadline = System.nanoTime() + LIMIT.toNanos();
        Path logs = settings.podLogs().resolve("default_next_" + uid);
        while (Files.exists(logs)
                || Files.exists(settings.directory().resolve("pods").resolve(uid))) {
            assertThat(System.nanoTime()).as("%s is still there", logs).isLessThan(deadline);
            Thread.sleep(10);
        }
        assertThat(api.list(PODS, "", ListOptions.all()).items())
                .noneMatch(each -> each.name().equals("next"));
    }
}
