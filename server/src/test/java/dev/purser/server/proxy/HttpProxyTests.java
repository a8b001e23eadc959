package dev.purser.server.proxy;

import static dev.purser.server.access.FakeObjects.core;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpProxyTests {
    private final FakeObjects objects = new FakeObjects();

    private static ApiRequest request(String method, String query, Map<String, String> headers) {
        return new ApiRequest(
                method,
                "/api/v1/namespaces/ns/pods/p/proxy/a",
                Query.parse(query),
                new OneValueHeaders(headers),
                List.of(),
                () -> new byte[0]);
    }

    private record OneValueHeaders(Map<String, String> values) implements ApiRequest.Headers {
        @Override
        public String first(String name) {
            return values.getOrDefault(name, "");
        }

        @Override
        public List<String> all(String name) {
            return values.containsKey(name) ? List.of(first(name)) : List.of();
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }

    @Nested
    class Forwarding {
        private final Map<String, String> seen = new ConcurrentHashMap<>();

        private HttpServer listen() throws IOException {
            HttpServer pod =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            pod.createContext(
                    "/",
                    exchange -> {
                        seen.put("uri", exchange.getRequestURI().toString());
                        exchange.getRequestHeaders()
                                .forEach((name, values) -> seen.put(name, values.getFirst()));
                        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().add("X-Pod", "yes");
                        exchange.sendResponseHeaders(418, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            pod.start();
            return pod;
        }

        private static Answer forward(String method, String path) {
            return HttpForwarding.plain()
                    .forward(
                            new ApiRequest(
                                    method,
                                    path,
                                    Query.parse("a=b"),
                                    new OneValueHeaders(Map.of()),
                                    List.of(),
                                    () -> new byte[0]),
                            ProxyTarget.http("127.0.0.1:1"),
                            "/");
        }

        @Test
        void sendsReadersToTheSlashAtTheEnd() {
            String proxy = "/api/v1/namespaces/ns/pods/p/proxy";
            for (String method : new String[] {"GET", "HEAD"}) {
                Answer answer = forward(method, proxy);

                assertThat(answer.status()).isEqualTo(301);
                assertThat(answer.headers()).contains(Map.entry("Location", proxy + "/?a=b"));
            }
            assertThatThrownBy(() -> forward("GET", proxy + "/"))
                    .hasMessageContaining("error trying to reach service");
            assertThatThrownBy(() -> forward("POST", proxy))
                    .hasMessageContaining("error trying to reach service");
        }

        @Test
        void keepsWhatTheClientProvesItselfWith() throws IOException {
            HttpServer pod = listen();
            try {
                Answer answer =
                        HttpForwarding.plain()
                                .forward(
                                        request(
                                                "GET",
                                                "q=x%20y",
                                                Map.of(
                                                        "Authorization", "Bearer secret",
                                                        "Impersonate-User", "eve",
                                                        "Accept", "text/plain")),
                                        ProxyTarget.http("127.0.0.1:" + pod.getAddress().getPort()),
                                        "/a");

                ByteArrayOutputStream body = new ByteArrayOutputStream();
                ((Answer.Streamed) answer.body()).writer().writeTo(body);
                assertThat(answer.status()).isEqualTo(418);
                assertThat(body.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
                assertThat(answer.headers()).contains(Map.entry("x-pod", "yes"));
                assertThat(seen)
                        .containsEntry("uri", "/a?q=x+y")
                        .containsEntry("Accept", "text/plain")
                        .doesNotContainKeys("Authorization", "Impersonate-user");
            } finally {
                pod.stop(0);
            }
        }

        @Test
        void toNobodyIsUnavailable() throws IOException {
            HttpServer pod = listen();
            String authority = "127.0.0.1:" + pod.getAddress().getPort();
            pod.stop(0);

            assertThatThrownBy(() ->
                            HttpForwarding.plain()
                                    .forward(
                                            request("GET", "", Map.of()),
                                            ProxyTarget.http(authority),
                                            "/"))
                    .hasMessageStartingWith("error trying to reach service:");
        }
    }

    @Nested
    class Targets {
        private final ProxyTargets targets = new ProxyTargets(objects, new Random(1));

        private String pod(String name) {
            return targets.pod("ns", ProxyName.parse(name, "pod"));
        }

        private String service(String name) {
            return targets.service("ns", ProxyName.parse(name, "service"));
        }

        private void pod(String name, String address) {
            objects.put(
                    core("pods"),
                    "{'metadata':{'namespace':'ns','name':'%s'},'spec':{'containers':[{'ports':[{'containerPort':8080}]}]},'status':{'podIP':'%s'}}"
                            .formatted(name, address));
        }

        @Test
        void aPodIsAtItsFirstPortOrTheNamedOne() {
            pod("p", "10.1.2.3");

            assertThat(pod("p")).isEqualTo("10.1.2.3:8080");
            assertThat(pod("http:p:99")).isEqualTo("10.1.2.3:99");
            assertThatThrownBy(() -> pod("a:b:c:d")).hasMessage("invalid pod request \"a:b:c:d\"");
            assertThatThrownBy(() -> pod("none")).hasMessage("pods \"none\" not found");
        }

        @Test
        void thisMachineIsNoPod() {
            for (String address : List.of("127.0.0.1", "169.254.169.254", "", "0.0.0.0")) {
                pod("p", address);
                assertThatThrownBy(() -> pod("p")).hasMessage("address not allowed");
            }
        }

        @Test
        void aServiceIsAtOneOfItsReadyPods() {
            pod("p", "10.1.2.3");
            objects.put(
                    core("services"),
                    "{'metadata':{'namespace':'ns','name':'s'},'spec':{'ports':[{'port':80,'name':'web'}]}}");
            objects.put(
                    new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices"),
                    "{'metadata':{'namespace':'ns','name':'s-1','labels':{'kubernetes.io/service-name':'s'}},"
                            + "'ports':[{'name':'web','port':8080}],"
                            + "'endpoints':[{'addresses':['10.1.2.3'],'targetRef':{'kind':'Pod','name':'p'}},"
                            + "{'addresses':['10.9.9.9'],'targetRef':{'kind':'Pod','name':'stranger'}}]}");

            assertThat(service("s:80")).isEqualTo("10.1.2.3:8080");
            assertThat(service("s:web")).isEqualTo("10.1.2.3:8080");
            assertThatThrownBy(() -> service("s:81"))
                    .hasMessage("no service port 81 found for service \"s\"");
            assertThatThrownBy(() -> service("other"))
                    .hasMessage("no endpoints available for service \"other\"");
        }
    }

    @Nested
    class Nodes {
        private NodeTargets.NodeTarget find(String name) {
            return new NodeTargets(objects).find(ProxyName.parse(name, "node"));
        }

        private void node(String status) {
            objects.put(core("nodes"), "{'metadata':{'name':'n'},'status':%s}".formatted(status));
        }

        @Test
        void aNodeIsAskedAtThePortThatItReports() {
            node(
                    "{'addresses':[{'type':'Hostname','address':'n'},"
                            + "{'type':'InternalIP','address':'10.0.0.7'}],"
                            + "'daemonEndpoints':{'kubeletEndpoint':{'Port':10999}}}");
            var kubelet =
                    new NodeTargets.NodeTarget.Kubelet(new ProxyTarget("https", "10.0.0.7:10999"));

            assertThat(find("n")).isEqualTo(kubelet);
            assertThat(find("n:10999")).isEqualTo(kubelet);
            assertThat(find("http:n:10999")).isEqualTo(kubelet);
            assertThat(find("n:80"))
                    .isEqualTo(new NodeTargets.NodeTarget.Other(ProxyTarget.http("10.0.0.7:80")));
        }

        @Test
        void aNodeThatReportsNoPortHasKubelets() {
            node("{'addresses':[{'type':'InternalIP','address':'fd00::7'}]}");

            assertThat(find("n").target()).isEqualTo(new ProxyTarget("https", "[fd00::7]:10250"));
        }

        @Test
        void onlyTheNodesOwnApiMayBeOnThisMachineItself() {
            node("{'addresses':[{'type':'InternalIP','address':'127.0.0.1'}]}");

            assertThat(find("n").target()).isEqualTo(new ProxyTarget("https", "127.0.0.1:10250"));
            assertThatThrownBy(() -> find("n:2379")).hasMessage("address not allowed");
        }

        @Test
        void aNodeWithoutAnAddressIsUnavailable() {
            node("{}");

            assertThatThrownBy(() -> find("n")).hasMessage("node \"n\" has no address");
        }
    }

    private static SSLContext noNodes() {
        throw new AssertionError("no node is asked");
    }

    @Test
    void aNodeThatIsNotThereIsNotFound() {
        Attributes attributes = new Attributes("get", "", "v1", "nodes", "proxy", "", "n", "");

        assertThatThrownBy(() ->
                        new HttpProxy(objects, new Random(1), HttpProxyTests::noNodes)
                                .answer(request("GET", "", Map.of()), attributes, List.of()))
                .hasMessage("nodes \"n\" not found");
    }
}
