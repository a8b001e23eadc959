package dev.purser.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ServiceRoutesTests {
    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"')));
    }

    private static KubeObject service(String spec) {
        return object(
                "{'kind':'Service','apiVersion':'v1','metadata':{'name':'web','namespace':'ns'},'spec':%s}"
                        .formatted(spec));
    }

    private static KubeObject slice(String endpoints) {
        return object(
                ("{'kind':'EndpointSlice','apiVersion':'discovery.k8s.io/v1','addressType':'IPv4',"
                                + "'metadata':{'name':'web-1','namespace':'ns','labels':"
                                + "{'kubernetes.io/service-name':'web'}},"
                                + "'ports':[{'name':'http','protocol':'TCP','port':8080}],"
                                + "'endpoints':%s}")
                        .formatted(endpoints));
    }

    private static final String PORT = "'ports':[{'name':'http','protocol':'TCP','port':80}]";

    private static List<Route> routes(KubeObject service, KubeObject... slices) {
        return new ServiceRoutes("here").of(List.of(service), List.of(slices));
    }

    private static String endpoint(String address, String conditions) {
        return "{'addresses':['%s'],'nodeName':'here','conditions':{%s}}"
                .formatted(address, conditions);
    }

    @Test
    void leadToReadyEndpoints() {
        KubeObject slice =
                slice(
                        "[%s,%s,%s]"
                                .formatted(
                                        endpoint("10.88.0.3", "'ready':true"),
                                        endpoint("10.88.0.2", ""),
                                        endpoint("10.88.0.4", "'ready':false")));
        assertThat(routes(service("{'clusterIP':'10.96.0.9',%s}".formatted(PORT)), slice))
                .containsExactly(
                        new Route(
                                "tcp",
                                new Entrance.Address("10.96.0.9", 80),
                                List.of(
                                        new Backend("10.88.0.2", 8080),
                                        new Backend("10.88.0.3", 8080)),
                                OptionalInt.empty()));
    }

    @Test
    void leadToEndingEndpointsWhenThereIsNoOther() {
        KubeObject slice =
                slice(
                        "[%s,%s]"
                                .formatted(
                                        endpoint(
                                                "10.88.0.2",
                                                "'ready':false,'serving':true,'terminating':true"),
                                        endpoint("10.88.0.3", "'ready':false,'serving':false")));
        assertThat(routes(service("{'clusterIP':'10.96.0.9',%s}".formatted(PORT)), slice))
                .singleElement()
                .extracting(Route::backends)
                .isEqualTo(List.of(new Backend("10.88.0.2", 8080)));
    }

    @Test
    void haveNoBackendsWithoutEndpointsOfTheirName() {
        KubeObject other =
                service(
                        "{'clusterIP':'10.96.0.9','ports':[{'name':'x','protocol':'TCP','port':80}]}");
        assertThat(routes(other, slice("[" + endpoint("10.88.0.2", "") + "]")))
                .singleElement()
                .extracting(Route::backends)
                .isEqualTo(List.of());
    }

    @Test
    void areNotForHeadlessAndExternalServices() {
        assertThat(routes(service("{'clusterIP':'None',%s}".formatted(PORT)))).isEmpty();
        assertThat(routes(service("{'type':'ExternalName','externalName':'a.b'}"))).isEmpty();
    }

    @Test
    void areForNodePortsAndOtherAddressesToo() {
        KubeObject service =
                service(
                        "{'clusterIP':'10.96.0.9','externalIPs':['192.0.2.7'],'sessionAffinity':'ClientIP',"
                                + "'sessionAffinityConfig':{'clientIP':{'timeoutSeconds':60}},"
                                + "'ports':[{'name':'http','protocol':'TCP','port':80,'nodePort':30080}]}");
        assertThat(routes(service))
                .extracting(Route::entrance)
                .containsExactly(
                        new Entrance.Address("10.96.0.9", 80),
                        new Entrance.Address("192.0.2.7", 80),
                        new Entrance.NodePort(30080));
        assertThat(routes(service)).allMatch(each -> each.affinity().equals(OptionalInt.of(60)));
    }

    @Test
    void keepToThisNodeWhenAsked() {
        KubeObject service =
                service(
                        "{'clusterIP':'10.96.0.9','internalTrafficPolicy':'Local',%s}"
                                .formatted(PORT));
        KubeObject slice =
                slice(
                        "[%s,{'addresses':['10.99.0.2'],'nodeName':'there'}]"
                                .formatted(endpoint("10.88.0.2", "")));
        assertThat(routes(service, slice).getFirst().backends())
                .containsExactly(new Backend("10.88.0.2", 8080));
    }
}
