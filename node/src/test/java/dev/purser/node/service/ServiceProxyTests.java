package dev.purser.node.service;

import static dev.purser.node.source.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informers;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.host.Commands;
import dev.purser.node.network.Subnet;
import dev.purser.node.service.PodBridge.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ServiceProxyTests {
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final PodBridge BRIDGE =
            new PodBridge("purser01234567", Subnet.parse("10.88.0.0/24"), Answers.PASS_THE_RULES);

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeApi api = new FakeApi(timers, new Random(2));
    private final Informers informers = new Informers(api, timers, new Random(1));
    private final List<String> restored = new CopyOnWriteArrayList<>();
    private final Set<String> jumps = ConcurrentHashMap.newKeySet();
    private ServiceProxy proxy;

    @BeforeEach
    void start() {
        proxy =
                new ServiceProxy(
                        informers,
                        timers,
                        new ServiceRoutes("here"),
                        BRIDGE,
                        new ServiceRules(BRIDGE.name(), this::run),
                        List.of(route("10.96.0.1", 443, 6443)),
                        List.of(route("10.96.0.10", 53, 5300)));
        informers.start();
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.close();
        informers.close();
    }

    private static Route route(String address, int port, int backend) {
        return new Route(
                "tcp",
                new Entrance.Address(address, port),
                List.of(new Backend("127.0.0.1", backend)),
                OptionalInt.empty());
    }

    /// A kernel that remembers jumps.
    private Commands.Result run(List<String> words, String input) {
        if (words.getFirst().equals("iptables-restore")) {
            restored.add(input);
            return new Commands.Result(0, "");
        }
        String jump = String.join(" ", words).replaceFirst(" -[CIA] ", " ");
        if (words.contains("-C")) {
            return new Commands.Result(jumps.contains(jump) ? 0 : 1, "");
        }
        jumps.add(jump);
        return new Commands.Result(0, "");
    }

    private void service(String name, String address, int port) {
        api.create(
                SERVICES,
                KubeObject.of(
                        (ObjectNode)
                                JsonMapper.shared()
                                        .readTree(
                                                ("{'kind':'Service','apiVersion':'v1','metadata':"
                                                                + "{'name':'%s','namespace':'ns'},'spec':{'clusterIP':'%s',"
                                                                + "'ports':[{'port':%d,'protocol':'TCP'}]}}")
                                                        .formatted(name, address, port)
                                                        .replace('\'', '"'))));
    }

    private String last() {
        return restored.isEmpty() ? "" : restored.getLast();
    }

    private void awaitRules(String... parts) throws Exception {
        eventually(
                "rules with " + List.of(parts), () -> Stream.of(parts).allMatch(last()::contains));
    }

    private void awaitJumps() throws Exception {
        eventually("all jumps", () -> jumps.size() == 10);
    }

    @Test
    void beginsWithItsOwnRoutes() throws Exception {
        awaitRules("--to-destination 127.0.0.1:6443", "--to-destination 127.0.0.1:5300");
        awaitJumps();
    }

    @Test
    void followsServices() throws Exception {
        service("web", "10.96.0.9", 80);
        awaitRules("-d 10.96.0.9/32 -p tcp -m tcp --dport 80 -j REJECT");
    }

    @Test
    void leavesAnAddressToTheServiceThatHasIt() throws Exception {
        service("kubernetes", "10.96.0.1", 443);
        service("kube-dns", "10.96.0.10", 53);
        awaitRules("-d 10.96.0.10/32 -p tcp -m tcp --dport 53 -j REJECT", "127.0.0.1:6443");
        assertThat(last()).doesNotContain("127.0.0.1:5300", "--dport 443 -j REJECT");
    }

    @Test
    void putsBackWhatAFirewallFlushed() throws Exception {
        awaitJumps();
        int before = restored.size();
        jumps.clear();
        eventually("a check to come", () -> timers.pending() > 0);
        timers.advance(Duration.ofMinutes(2));
        awaitJumps();
        assertThat(restored).hasSizeGreaterThan(before);
    }
}
