package dev.purser.controllers.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The forms are those that a Kubernetes 1.37.2 was recorded with.
class EndpointControllersTests {
    private static final String PORTS =
            "'ports':[{'name':'web','protocol':'TCP','port':80,'targetPort':'http'},"
                    + "{'name':'dns','protocol':'UDP','port':53,'targetPort':53}]";

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.node().runOnly(_ -> false);
        cluster.node().endOnly(_ -> false);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void service(String name, String spec) {
        cluster.create(
                Resources.SERVICES,
                ("{'metadata':{'namespace':'default','name':'%s'},"
                                + "'spec':{'selector':{'app':'eps'},%s}}")
                        .formatted(name, spec)
                        .replace('\'', '"'));
    }

    private KubeObject pod(String name, String ports) {
        return cluster.create(
                Resources.PODS,
                ("{'metadata':{'namespace':'default','name':'%s','labels':{'app':'eps'}},"
                                + "'spec':{'nodeName':'n','containers':[{'name':'c','ports':[%s]}]}}")
                        .formatted(name, ports)
                        .replace('\'', '"'));
    }

    private static final String HTTP = "{'name':'http','containerPort':8080,'protocol':'TCP'}";

    private void status(String pod, String address, String phase, String ready) {
        cluster.patchStatus(
                Resources.PODS,
                "default",
                pod,
                json(
                        ("{'phase':'%s','podIP':'%s','podIPs':[{'ip':'%2$s'}],'conditions':"
                                        + "[{'type':'Ready','status':'%s',"
                                        + "'lastTransitionTime':'2026-01-01T00:00:00Z'}]}")
                                .formatted(phase, address, ready)));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private List<KubeObject> slices(String service) {
        return cluster.list(Resources.ENDPOINT_SLICES).stream()
                .filter(each -> service.equals(each.labels().get("kubernetes.io/service-name")))
                .toList();
    }

    /// `address ready serving terminating` of all endpoints of a slice.
    private static Set<String> shown(KubeObject slice) {
        return slice.json()
                .path("endpoints")
                .valueStream()
                .map(each ->
                        "%s %s %s %s"
                                .formatted(
                                        each.path("addresses").path(0).asString(),
                                        each.path("conditions").path("ready").asBoolean(),
                                        each.path("conditions").path("serving").asBoolean(),
                                        each.path("conditions").path("terminating").asBoolean()))
                .collect(Collectors.toSet());
    }

    private JsonNode subsets(String service) {
        return cluster.find(Resources.ENDPOINTS, "default", service)
                .orElseThrow()
                .json()
                .path("subsets");
    }

    private void awaitSlice(String service, String... endpoints) {
        cluster.awaitThat(() ->
                assertThat(slices(service))
                        .singleElement()
                        .satisfies(each ->
                                assertThat(shown(each)).containsExactlyInAnyOrder(endpoints)));
    }

    @Test
    void beginEmpty() {
        service("eps", PORTS);
        awaitSlice("eps");
        KubeObject slice = slices("eps").getFirst();
        assertThat(slice.name()).startsWith("eps-");
        assertThat(slice.json().path("addressType").asString()).isEqualTo("IPv4");
        assertThat(slice.labels())
                .containsEntry(
                        "endpointslice.kubernetes.io/managed-by",
                        "endpointslice-controller.k8s.io");
        cluster.awaitThat(() ->
                assertThat(
                                cluster.find(Resources.ENDPOINTS, "default", "eps")
                                        .orElseThrow()
                                        .labels())
                        .containsEntry(
                                "endpoints.kubernetes.io/managed-by", "endpoint-controller"));
    }

    @Test
    void followPodsThatBecomeReadyAndEnd() {
        service("eps", PORTS);
        awaitSlice("eps");
        String first = slices("eps").getFirst().name();
        pod("p1", HTTP);
        status("p1", "10.1.0.1", "Running", "False");
        awaitSlice("eps", "10.1.0.1 false false false");
        status("p1", "10.1.0.1", "Running", "True");
        awaitSlice("eps", "10.1.0.1 true true false");
        cluster.awaitThat(() ->
                assertThat(subsets("eps"))
                        .isEqualTo(
                                json(
                                        ("[{'addresses':[{'ip':'10.1.0.1','nodeName':'n','targetRef':"
                                                        + "{'kind':'Pod','namespace':'default','name':'p1',"
                                                        + "'uid':'%s'}}],'ports':[{'name':'dns','port':53,"
                                                        + "'protocol':'UDP'},{'name':'web','port':8080,"
                                                        + "'protocol':'TCP'}]}]")
                                                .formatted(
                                                        cluster.find(
                                                                        Resources.PODS,
                                                                        "default",
                                                                        "p1")
                                                                .orElseThrow()
                                                                .uid()))));
        cluster.delete(Resources.PODS, "default", "p1");
        awaitSlice("eps", "10.1.0.1 false true true");
        cluster.awaitThat(() -> assertThat(subsets("eps").isEmpty()).isTrue());
        cluster.node().endOnly(_ -> true);
        awaitSlice("eps");
        assertThat(slices("eps").getFirst().name()).isEqualTo(first);
    }

    @Test
    void areApartWherePortsDiffer() {
        service("eps", PORTS);
        pod("p1", HTTP);
        pod("p2", "");
        status("p1", "10.1.0.1", "Running", "False");
        status("p2", "10.1.0.2", "Running", "True");
        cluster.awaitThat(() ->
                assertThat(slices("eps"))
                        .extracting(each -> each.json().path("ports").size())
                        .containsExactlyInAnyOrder(2, 1));
        cluster.awaitThat(() -> {
            assertThat(subsets("eps").path(0).path("ports"))
                    .isEqualTo(json("[{'name':'dns','port':53,'protocol':'UDP'}]"));
            assertThat(subsets("eps").path(0).path("addresses").size()).isEqualTo(1);
            assertThat(subsets("eps").path(0).path("notReadyAddresses").size()).isEqualTo(1);
            assertThat(subsets("eps").path(1).path("notReadyAddresses").size()).isEqualTo(1);
        });
    }

    @Test
    void publishUnreadyPodsWhenAsked() {
        service("eps", "'publishNotReadyAddresses':true,'ports':[{'protocol':'TCP','port':80}]");
        pod("p1", HTTP);
        status("p1", "10.1.0.1", "Running", "False");
        awaitSlice("eps", "10.1.0.1 true false false");
        cluster.awaitThat(
                () -> assertThat(subsets("eps").path(0).path("addresses").size()).isEqualTo(1));
    }

    @Test
    void nameTheHostsOfHeadlessServices() {
        service("eps", "'clusterIP':'None'");
        KubeObject pod =
                cluster.create(
                        Resources.PODS,
                        ("{'metadata':{'namespace':'default','name':'p1','labels':{'app':'eps'}},"
                                        + "'spec':{'nodeName':'n','hostname':'h','subdomain':'eps'}}")
                                .replace('\'', '"'));
        status(pod.name(), "10.1.0.1", "Running", "True");
        awaitSlice("eps", "10.1.0.1 true true false");
        KubeObject slice = slices("eps").getFirst();
        assertThat(slice.json().path("endpoints").path(0).path("hostname").asString())
                .isEqualTo("h");
        assertThat(slice.labels()).containsEntry("service.kubernetes.io/headless", "");
    }

    @Test
    void areAHundredInASliceAtMost() {
        service("eps", "'ports':[{'protocol':'TCP','port':80}]");
        for (int n = 0; n < 103; n++) {
            pod("p" + n, "");
            status("p" + n, "10.1.0." + n, "Running", "True");
        }
        cluster.awaitThat(() ->
                assertThat(slices("eps"))
                        .extracting(each -> shown(each).size())
                        .containsExactlyInAnyOrder(100, 3));
    }

    @Test
    void leaveOutPodsThatHaveEnded() {
        service("eps", PORTS);
        pod("p1", HTTP);
        status("p1", "10.1.0.1", "Running", "True");
        awaitSlice("eps", "10.1.0.1 true true false");
        status("p1", "10.1.0.1", "Succeeded", "False");
        awaitSlice("eps");
    }

    @Test
    void goWithTheirService() {
        service("eps", PORTS);
        awaitSlice("eps");
        cluster.awaitThat(
                () -> assertThat(cluster.find(Resources.ENDPOINTS, "default", "eps")).isPresent());
        cluster.delete(Resources.SERVICES, "default", "eps");
        cluster.awaitThat(() -> {
            assertThat(cluster.find(Resources.ENDPOINTS, "default", "eps")).isEmpty();
            assertThat(slices("eps")).isEmpty();
        });
    }

    @Test
    void ofServicesWithoutASelectorAreMirrored() {
        cluster.create(
                Resources.SERVICES,
                ("{'metadata':{'namespace':'default','name':'own'},"
                                + "'spec':{'ports':[{'name':'a','port':80,'protocol':'TCP'}]}}")
                        .replace('\'', '"'));
        KubeObject made =
                cluster.create(
                        Resources.ENDPOINTS,
                        ("{'metadata':{'namespace':'default','name':'own','labels':{'x':'y'}},'subsets':["
                                        + "{'addresses':[{'ip':'192.0.2.1'}],'notReadyAddresses':[{'ip':'192.0.2.2'}],"
                                        + "'ports':[{'name':'a','port':8080,'protocol':'TCP'}]}]}")
                                .replace('\'', '"'));
        awaitSlice("own", "192.0.2.1 true false false", "192.0.2.2 false false false");
        KubeObject slice = slices("own").getFirst();
        assertThat(slice.labels())
                .containsEntry("x", "y")
                .containsEntry(
                        "endpointslice.kubernetes.io/managed-by",
                        "endpointslicemirroring-controller.k8s.io");
        assertThat(slice.json().path("ports").path(0).path("port").asInt()).isEqualTo(8080);
        KubeObject changed =
                cluster.find(Resources.ENDPOINTS, "default", "own").orElseThrow().copy();
        changed.json().set("subsets", json("[{'addresses':[{'ip':'192.0.2.3'}]}]"));
        cluster.api().update(Resources.ENDPOINTS, changed);
        awaitSlice("own", "192.0.2.3 true false false");
        assertThat(slices("own").getFirst().name()).isEqualTo(slice.name());
        cluster.delete(Resources.ENDPOINTS, "default", made.name());
        cluster.awaitThat(() -> assertThat(slices("own")).isEmpty());
    }

    @Test
    void ofSelectorsAreNotMirrored() {
        service("eps", PORTS);
        pod("p1", HTTP);
        status("p1", "10.1.0.1", "Running", "True");
        awaitSlice("eps", "10.1.0.1 true true false");
        cluster.awaitThat(() -> assertThat(subsets("eps").size()).isEqualTo(1));
        assertThat(slices("eps")).hasSize(1);
    }
}
