package dev.purser.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.cri.CommandResult;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.probe.Prober.Purpose;
import dev.purser.node.probe.Prober.Target;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ProbesTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String LOOPBACK = "127.0.0.1";

    private static PodSpec pod(String container) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p");
        ObjectNode spec =
                (ObjectNode)
                        JSON.readTree(("{'containers':[" + container + "]}").replace('\'', '"'));
        pod.json().set("spec", spec);
        return new PodSpec(pod);
    }

    private static ContainerSpec container(String json) {
        return pod(json).mainContainers().getFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    @Nested
    class Http {
        private final HttpProbe probe = HttpProbe.create();

        private ProbeResult get(String action, int port) throws InterruptedException {
            ContainerSpec container =
                    container(
                            "{'name':'c','ports':[{'name':'http','containerPort':"
                                    + port
                                    + "}],'livenessProbe':{'httpGet':"
                                    + action
                                    + "}}");
            return probe.probe(
                    HttpProbe.request(
                            HttpProbe.Asker.PROBE,
                            container.probe("livenessProbe").path("httpGet"),
                            container,
                            LOOPBACK),
                    SECOND);
        }

        private ProbeResult answer(int status) throws IOException, InterruptedException {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName(LOOPBACK), 0), 1);
            server.createContext(
                    "/health",
                    exchange -> {
                        boolean isProbe =
                                exchange.getRequestHeaders()
                                        .getFirst("User-Agent")
                                        .startsWith("kube-probe/");
                        exchange.sendResponseHeaders(isProbe ? status : 400, -1);
                        exchange.close();
                    });
            server.start();
            try {
                return get("{'path':'/health','port':'http'}", server.getAddress().getPort());
            } finally {
                server.stop(0);
            }
        }

        @Test
        void successesAreFromTwoHundredToThreeHundredNinetyNine() throws Exception {
            assertThat(answer(200)).isEqualTo(new ProbeResult.Success());
            assertThat(answer(204)).isEqualTo(new ProbeResult.Success());
            assertThat(answer(400))
                    .isEqualTo(new ProbeResult.Failure("HTTP probe failed with statuscode: 400"));
        }

        /// Answers `/to/LOCATION` with a redirect, `/host` with 200 for the right host, and
        /// anything else with 500.
        private HttpServer redirects() throws IOException {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName(LOOPBACK), 0), 1);
            server.createContext(
                    "/",
                    exchange -> {
                        String path = exchange.getRequestURI().getPath();
                        if (path.startsWith("/to")) {
                            exchange.getResponseHeaders().set("Location", path.substring(3));
                            byte[] body = "elsewhere".getBytes(StandardCharsets.UTF_8);
                            exchange.sendResponseHeaders(302, body.length);
                            exchange.getResponseBody().write(body);
                        } else if (path.equals("/host")) {
                            boolean isRight =
                                    "agent.example"
                                            .equals(exchange.getRequestHeaders().getFirst("Host"));
                            exchange.sendResponseHeaders(isRight ? 200 : 421, -1);
                        } else {
                            exchange.sendResponseHeaders(500, -1);
                        }
                        exchange.close();
                    });
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        }

        private ProbeResult redirected(String path, String headers) throws Exception {
            HttpServer server = redirects();
            try {
                int port = server.getAddress().getPort();
                return get(
                        "{'path':'%s','port':%d,'httpHeaders':[%s]}".formatted(path, port, headers),
                        1);
            } finally {
                server.stop(0);
            }
        }

        @Test
        void aRedirectToTheSameHostIsFollowed() throws Exception {
            assertThat(redirected("/to/healthz", ""))
                    .isEqualTo(new ProbeResult.Failure("HTTP probe failed with statuscode: 500"));
            assertThat(redirected("/to/host", "{'name':'Host','value':'agent.example'}"))
                    .isEqualTo(new ProbeResult.Success());
        }

        @Test
        void aRedirectElsewhereIsAWarning() throws Exception {
            assertThat(redirected("/tohttp://192.0.2.1/", ""))
                    .isEqualTo(
                            new ProbeResult.Warning(
                                    "Probe terminated redirects, Response body: elsewhere"));
        }

        @Test
        void redirectsHaveAnEnd() throws Exception {
            assertThat(redirected("/to" + "/to".repeat(10) + "/healthz", ""))
                    .isInstanceOfSatisfying(
                            ProbeResult.Failure.class,
                            failure ->
                                    assertThat(failure.output())
                                            .endsWith("stopped after 10 redirects"));
        }

        @Test
        void theHostIsTheOneAskedFor() throws Exception {
            assertThat(redirected("/host", "{'name':'Host','value':'agent.example'}"))
                    .isEqualTo(new ProbeResult.Success());
            assertThat(redirected("/host", ""))
                    .isEqualTo(new ProbeResult.Failure("HTTP probe failed with statuscode: 421"));
        }

        @Test
        void anEndlessBodyIsNotReadToItsEnd() throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
                Thread.ofVirtual().start(() -> pourForEver(server));

                assertThat(get("{'path':'/','port':" + server.getLocalPort() + "}", 1))
                        .isEqualTo(new ProbeResult.Success());
            }
        }

        private static void pourForEver(ServerSocket server) {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                while (!Thread.currentThread().isInterrupted()) {
                    out.write(new byte[1024]);
                }
            } catch (IOException e) {
                // The probe has gone.
            }
        }

        @Test
        void aRefusedConnectionIsToldInGosWords() throws Exception {
            int port = freePort();

            assertThat(get("{'path':'/','port':" + port + "}", 1))
                    .isEqualTo(
                            new ProbeResult.Failure(
                                    "Get \"http://127.0.0.1:%d/\": dial tcp 127.0.0.1:%d: connect: connection refused"
                                            .formatted(port, port)));
        }

        @Test
        void silenceIsATimeout() throws Exception {
            try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
                assertThat(get("{'path':'/','port':" + silent.getLocalPort() + "}", 1))
                        .isInstanceOfSatisfying(
                                ProbeResult.Failure.class,
                                failure ->
                                        assertThat(failure.output())
                                                .endsWith(
                                                        "context deadline exceeded (Client.Timeout"
                                                                + " exceeded while awaiting headers)"));
            }
        }
    }

    @Nested
    class Sockets {
        @Test
        void tcpAsksOnlyForAConnection() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
                assertThat(TcpProbe.probe(LOOPBACK, server.getLocalPort(), SECOND))
                        .isEqualTo(new ProbeResult.Success());
            }
        }

        @Test
        void aRefusalIsToldInGosWords() throws IOException {
            int port = freePort();

            assertThat(TcpProbe.probe(LOOPBACK, port, SECOND))
                    .isEqualTo(
                            new ProbeResult.Failure(
                                    "dial tcp 127.0.0.1:%d: connect: connection refused"
                                            .formatted(port)));
            assertThat(GrpcProbe.probe(LOOPBACK, port, "", SECOND))
                    .isEqualTo(
                            new ProbeResult.Failure(
                                    "timeout: failed to connect service \"127.0.0.1:%d\" within 1s: context deadline exceeded"
                                            .formatted(port)));
        }
    }

    @Nested
    class Thresholds {
        private final ProbeCount count =
                new ProbeCount(
                        new ProbeSpec(
                                JSON.readTree("{\"successThreshold\":2,\"failureThreshold\":3}")));

        @Test
        void resultsCountOnlyInARow() {
            assertThat(count.add(false)).isEmpty();
            assertThat(count.add(false)).isEmpty();
            assertThat(count.add(true)).isEmpty();
            assertThat(count.add(false)).isEmpty();
            assertThat(count.add(false)).isEmpty();
            assertThat(count.add(false)).contains(false);
            assertThat(count.add(false)).contains(false);
            assertThat(count.add(true)).isEmpty();
            assertThat(count.add(true)).contains(true);
        }
    }

    @Nested
    class Loops {
        private final SystemTimers timers = new SystemTimers(Clock.systemUTC());
        private final FakeRuntime runtime = new FakeRuntime(timers);
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final EventRecorder recorder =
                (_, _, reason, message) -> events.add(reason + ": " + message);
        private final ContainerProber prober =
                new ContainerProber(
                        runtime,
                        HttpProbe.create(),
                        recorder,
                        timers,
                        RandomGenerator.getDefault());
        private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

        @AfterEach
        void close() {
            prober.close();
            timers.close();
        }

        private void start(String probes) {
            PodSpec pod = pod("{'name':'c'," + probes + "}");
            prober.start(
                    new Target(pod, pod.mainContainers().getFirst(), "id", LOOPBACK, false, false),
                    new Listener());
        }

        private final class Listener implements Prober.Listener {
            @Override
            public void started(String id) {
                results.add("started");
            }

            @Override
            public void ready(String id) {
                results.add("ready");
            }

            @Override
            public void unready(String id) {
                results.add("unready");
            }

            @Override
            public void failed(String id, Purpose purpose) {
                results.add("failed " + purpose.word());
            }
        }

        private String next() throws InterruptedException {
            return results.poll(20, TimeUnit.SECONDS);
        }

        @Test
        void readinessBeginsWhenTheStartupProbeHasSucceeded() throws InterruptedException {
            start(
                    "'startupProbe':{'exec':{'command':['a']}},"
                            + "'readinessProbe':{'exec':{'command':['b']}}");

            assertThat(next()).isEqualTo("started");
            assertThat(next()).isEqualTo("ready");
        }

        @Test
        void aCommandsVariablesAreThoseThatTheContainerSpellsOut() throws Exception {
            BlockingQueue<List<String>> commands = new LinkedBlockingQueue<>();
            runtime.answerCommands(command -> {
                commands.add(command);
                return new CommandResult(0, "");
            });
            start(
                    "'env':[{'name':'FILE','value':'/up'},{'name':'KEY','valueFrom':{}}],"
                            + "'readinessProbe':{'exec':{'command':"
                            + "['cat','$(FILE)','$(KEY)','$(OTHER)','$$(FILE)']}}");

            assertThat(commands.poll(10, TimeUnit.SECONDS))
                    .containsExactly("cat", "/up", "", "$(OTHER)", "$(FILE)");
        }

        @Test
        void failuresWhileTheProcessStartsDoNotCount() throws InterruptedException {
            AtomicInteger calls = new AtomicInteger();
            runtime.answerCommands(_ -> new CommandResult(calls.incrementAndGet() < 3 ? 1 : 0, ""));
            start("'readinessProbe':{'exec':{'command':['x']},'periodSeconds':1}");

            assertThat(next()).isEqualTo("ready");
            assertThat(events).isEmpty();
        }

        @Test
        void livenessFailsAfterEnoughFailuresAndThenRests() throws InterruptedException {
            AtomicInteger calls = new AtomicInteger();
            runtime.answerCommands(_ -> {
                calls.incrementAndGet();
                return new CommandResult(7, "oh no\n");
            });
            start(
                    "'livenessProbe':{'exec':{'command':['x']},'periodSeconds':1,"
                            + "'failureThreshold':2}");

            assertThat(next()).isEqualTo("failed liveness");
            assertThat(calls).hasValue(2);
            assertThat(events)
                    .containsExactly(
                            "Unhealthy: Liveness probe failed: oh no\n",
                            "Unhealthy: Liveness probe failed: oh no\n");
        }

        @Test
        void aProbeThatDoesNotWorkItselfChangesNothing() throws InterruptedException {
            runtime.answerCommands(_ -> {
                if (events.isEmpty()) {
                    throw new CriException(Status.Code.UNKNOWN, "no such command");
                }
                return new CommandResult(0, "");
            });
            start("'readinessProbe':{'exec':{'command':['x']},'periodSeconds':1}");

            assertThat(next()).isEqualTo("ready");
            assertThat(events)
                    .containsExactly(
                            "Unhealthy: Readiness probe errored and resulted in unknown state: rpc"
                                    + " error: code = Unknown desc = no such command");
        }

        @Test
        void aCommandThatTakesTooLongFails() throws InterruptedException {
            runtime.answerCommands(_ -> {
                throw new CriException(Status.Code.DEADLINE_EXCEEDED, "late");
            });
            start("'readinessProbe':{'exec':{'command':['sleep','5']},'failureThreshold':1}");

            assertThat(next()).isEqualTo("unready");
            assertThat(events)
                    .containsExactly(
                            "Unhealthy: Readiness probe failed: command timed out: \"sleep 5\""
                                    + " timed out after 1s");
        }
    }
}
