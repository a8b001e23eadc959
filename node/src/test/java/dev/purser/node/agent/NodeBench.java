package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.ListOptions;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.ContainerdPrograms;
import dev.purser.node.environment.FixedServices;
import dev.purser.node.image.ImageLoader;
import dev.purser.node.settings.KubeletConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A node with a containerd of its own and an API in memory, for tests with real containers.
final class NodeBench {
    static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());
    final FakeApi api = new FakeApi(timers, new SecureRandom());
    private final NodeSettings settings;
    private NodeAgent agent;

    private NodeBench(KubeletConfiguration kubelet) throws Exception {
        settings = new NodeSettings("node1", Files.createTempDirectory("pn"), kubelet);
        agent = startAgent();
    }

    /// @param images a directory for the image that all containers have
    static NodeBench start(Path images) throws Exception {
        return start(images, KubeletConfiguration.defaults());
    }

    static NodeBench start(Path images, KubeletConfiguration kubelet) throws Exception {
        NodeBench bench = new NodeBench(kubelet);
        new ImageLoader(
                        ContainerdPrograms.find().ctr(),
                        new ContainerdLayout(bench.settings.containerd()).socket())
                .load(TestImage.write(images));
        return bench;
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

    NodeAgent agent() {
        return agent;
    }

    Path directory() {
        return settings.directory();
    }

    /// Where containerd answers.
    Path socket() {
        return new ContainerdLayout(settings.containerd()).socket();
    }

    /// Another process takes over.
    void restart() throws Exception {
        agent.close();
        agent = startAgent();
    }

    /// Ends the node, and sees to it that nothing is left of it.
    void remove() throws Exception {
        agent.shutDown();
        timers.close();
        assertThat(Files.readAllLines(Path.of("/proc/mounts")))
                .noneMatch(line -> line.contains(settings.directory().toString()));
        new ProcessBuilder("rm", "-rf", settings.directory().toString()).start().waitFor();
    }

    /// A pod of this node; containers without an image have the one with a shell.
    void create(String name, String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "default", name);
        ObjectNode json = (ObjectNode) JSON.readTree(quoted(spec));
        json.put("nodeName", "node1");
        json.put("restartPolicy", json.path("restartPolicy").asString("Always"));
        for (String list : List.of("initContainers", "containers")) {
            json.path(list).forEach(each -> fill((ObjectNode) each));
        }
        pod.json().set("spec", json);
        pod.status().put("phase", "Pending");
        api.create(PODS, pod);
    }

    /// Apostrophes stand for quotes, and backticks for quotes inside of texts.
    private static String quoted(String spec) {
        return spec.replace('\n', ' ').replace('\'', '"').replace("`", "\\\"");
    }

    private static void fill(ObjectNode container) {
        container.put("image", container.path("image").asString(TestImage.NAME));
        container.put(
                "imagePullPolicy", container.path("imagePullPolicy").asString("IfNotPresent"));
    }

    KubeObject pod(String name) {
        return api.get(PODS, "default", name);
    }

    KubeObject node() {
        return api.get(NODES, "", "node1");
    }

    /// The events about an object, as `reason: message`.
    List<String> events(String name) {
        return api.list(EVENTS, "", ListOptions.all()).items().stream()
                .filter(each ->
                        each.json().path("involvedObject").path("name").asString("").equals(name))
                .map(each ->
                        each.json().path("reason").asString("")
                                + ": "
                                + each.json().path("message").asString(""))
                .toList();
    }

    /// Waits for an event, which is recorded beside what it tells of.
    ///
    /// @param event how it begins, as `reason: message`
    void awaitEvent(String name, String event) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (events(name).stream().noneMatch(each -> each.startsWith(event))) {
            assertThat(System.nanoTime()).as("%s in %s", event, events(name)).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    /// Waits until a container that goes on has written this and no more: being ready does not mean
    /// that it has come that far.
    void awaitLog(KubeObject pod, String container, String text) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String log = log(pod, container);
        while (!log.equals(text)) {
            assertThat(System.nanoTime()).as(log).isLessThan(deadline);
            Thread.sleep(10);
            log = log(pod, container);
        }
    }

    /// What a container has written.
    String log(KubeObject pod, String container) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        agent.streams()
                .logs(
                        new LogRequest(
                                new NodeStreams.PodKey(pod.namespace(), pod.name(), pod.uid()),
                                container,
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

    KubeObject await(String name, Predicate<KubeObject> condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        KubeObject pod = pod(name);
        while (!condition.test(pod)) {
            assertThat(System.nanoTime())
                    .as("%s: %s %s", name, pod.status(), events(name))
                    .isLessThan(deadline);
            Thread.sleep(10);
            pod = pod(name);
        }
        return pod;
    }

    static boolean isReady(KubeObject pod) {
        return condition(pod, "Ready").startsWith("True");
    }

    static String phase(KubeObject pod) {
        return pod.status().path("phase").asString("");
    }

    static String containerId(KubeObject pod) {
        return pod.status().path("containerStatuses").path(0).path("containerID").asString("");
    }

    /// A condition as `True`, or as `False Reason: message`; empty when there is none.
    static String condition(KubeObject object, String type) {
        for (JsonNode each : object.status().path("conditions")) {
            if (each.path("type").asString("").equals(type)) {
                String reason = each.path("reason").asString("");
                String message = each.path("message").asString("");
                return each.path("status").asString("")
                        + (reason.isEmpty() ? "" : " " + reason)
                        + (message.isEmpty() ? "" : ": " + message);
            }
        }
        return "";
    }
}
