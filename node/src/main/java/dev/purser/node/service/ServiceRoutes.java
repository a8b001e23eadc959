package dev.purser.node.service;

import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Computes the routes that Services and their EndpointSlices ask for, as kube-proxy reads them:
/// ready endpoints, or while there are none those that still serve though they end; headless and
/// external Services, and those of another proxy, have no route.
public final class ServiceRoutes {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String OTHER_PROXY = "service.kubernetes.io/service-proxy-name";
    private static final int AFFINITY_DEFAULT = 10_800;

    private final String nodeName;

    /// @param nodeName whose endpoints are those of Services with a traffic policy `Local`
    public ServiceRoutes(String nodeName) {
        this.nodeName = nodeName;
    }

    /// The routes in the order of the Services.
    public List<Route> of(Collection<KubeObject> services, Collection<KubeObject> slices) {
        Map<String, List<KubeObject>> byService = new HashMap<>();
        for (KubeObject slice : slices) {
            String name = slice.labels().getOrDefault(SERVICE_NAME, "");
            if (slice.json().path("addressType").asString("").equals("IPv4")) {
                byService
                        .computeIfAbsent(slice.namespace() + "/" + name, _ -> new ArrayList<>())
                        .add(slice);
            }
        }
        List<Route> routes = new ArrayList<>();
        for (KubeObject service : services) {
            if (hasRoutes(service)) {
                String key = service.namespace() + "/" + service.name();
                add(routes, service, byService.getOrDefault(key, List.of()));
            }
        }
        return routes;
    }

    private static boolean hasRoutes(KubeObject service) {
        return !service.spec().path("type").asString("").equals("ExternalName")
                && isIpv4(service.spec().path("clusterIP").asString(""))
                && !service.labels().containsKey(OTHER_PROXY);
    }

    private void add(List<Route> routes, KubeObject service, List<KubeObject> slices) {
        JsonNode spec = service.spec();
        OptionalInt affinity = affinity(spec);
        for (JsonNode port : spec.path("ports")) {
            String protocol = port.path("protocol").asString("TCP");
            List<Candidate> all = candidates(slices, port.path("name").asString(""), protocol);
            List<Backend> inside = backends(spec, "internalTrafficPolicy", all);
            List<Backend> outside = backends(spec, "externalTrafficPolicy", all);
            String lower = protocol.toLowerCase(Locale.ROOT);
            int number = port.path("port").asInt();
            routes.add(
                    new Route(
                            lower,
                            new Entrance.Address(spec.path("clusterIP").asString(""), number),
                            inside,
                            affinity));
            for (String address : otherAddresses(service)) {
                routes.add(
                        new Route(lower, new Entrance.Address(address, number), outside, affinity));
            }
            int nodePort = port.path("nodePort").asInt(0);
            if (nodePort > 0) {
                routes.add(new Route(lower, new Entrance.NodePort(nodePort), outside, affinity));
            }
        }
    }

    /// An endpoint, and the number that the port has there.
    private record Candidate(JsonNode endpoint, int port) {
        Backend backend() {
            return new Backend(endpoint.path("addresses").path(0).asString(""), port);
        }

        boolean isOn(String node) {
            return endpoint.path("nodeName").asString("").equals(node);
        }
    }

    private static List<Candidate> candidates(
            List<KubeObject> slices, String name, String protocol) {
        List<Candidate> found = new ArrayList<>();
        for (KubeObject slice : slices) {
            for (JsonNode port : slice.json().path("ports")) {
                int number = port.path("port").asInt(0);
                if (port.path("name").asString("").equals(name)
                        && port.path("protocol").asString("TCP").equals(protocol)
                        && number > 0) {
                    slice.json()
                            .path("endpoints")
                            .forEach(each -> found.add(new Candidate(each, number)));
                }
            }
        }
        return found;
    }

    private List<Backend> backends(JsonNode spec, String policy, List<Candidate> all) {
        boolean local = spec.path(policy).asString("").equals("Local");
        List<Candidate> candidates =
                all.stream().filter(each -> !local || each.isOn(nodeName)).toList();
        List<Candidate> chosen =
                candidates.stream().filter(each -> isReady(each.endpoint())).toList();
        if (chosen.isEmpty()) {
            chosen = candidates.stream().filter(each -> servesStill(each.endpoint())).toList();
        }
        return chosen.stream().map(Candidate::backend).distinct().sorted().toList();
    }

    /// Unknown is ready.
    private static boolean isReady(JsonNode endpoint) {
        return endpoint.path("conditions").path("ready").asBoolean(true);
    }

    private static boolean servesStill(JsonNode endpoint) {
        JsonNode conditions = endpoint.path("conditions");
        return conditions.path("terminating").asBoolean(false)
                && conditions.path("serving").asBoolean(false);
    }

    private static OptionalInt affinity(JsonNode spec) {
        return spec.path("sessionAffinity").asString("").equals("ClientIP")
                ? OptionalInt.of(
                        spec.path("sessionAffinityConfig")
                                .path("clientIP")
                                .path("timeoutSeconds")
                                .asInt(AFFINITY_DEFAULT))
                : OptionalInt.empty();
    }

    private static Set<String> otherAddresses(KubeObject service) {
        Set<String> addresses = new LinkedHashSet<>();
        service.spec().path("externalIPs").forEach(each -> addresses.add(each.asString("")));
        service.status()
                .path("loadBalancer")
                .path("ingress")
                .forEach(each -> addresses.add(each.path("ip").asString("")));
        addresses.removeIf(each -> !isIpv4(each));
        return addresses;
    }

    private static boolean isIpv4(String text) {
        return text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }
}
