package dev.purser.api.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Services, endpoints, ingresses and network policies.
final class NetworkPrinters {
    private NetworkPrinters() {}

    static Map<String, RowPrinter> all() {
        return Map.of(
                "Service", NetworkPrinters::service,
                "Endpoints", NetworkPrinters::endpoints,
                "EndpointSlice", NetworkPrinters::endpointSlice,
                "Ingress", NetworkPrinters::ingress,
                "IngressClass", NetworkPrinters::ingressClass,
                "NetworkPolicy", NetworkPrinters::networkPolicy,
                "ServiceCIDR", NetworkPrinters::serviceCidr,
                "IPAddress", NetworkPrinters::ipAddress);
    }

    private static void service(Row row) {
        row.addName()
                .add(row.text("/spec/type"))
                .add(Texts.orNone(row.text("/spec/clusterIPs/0", row.text("/spec/clusterIP"))))
                .add(externalIp(row))
                .add(ports(row.at("/spec/ports")))
                .addAge()
                .add(Texts.labels(row.at("/spec/selector")));
    }

    private static String externalIp(Row row) {
        List<String> external = new ArrayList<>();
        String type = row.text("/spec/type");
        if (type.equals("LoadBalancer")) {
            external.addAll(loadBalancer(row.at("/status/loadBalancer/ingress")));
        }
        external.addAll(row.texts("/spec/externalIPs"));
        return switch (type) {
            case "ClusterIP", "NodePort" -> Texts.orNone(String.join(",", external));
            case "LoadBalancer" -> external.isEmpty() ? "<pending>" : String.join(",", external);
            case "ExternalName" -> row.text("/spec/externalName");
            default -> Row.UNKNOWN;
        };
    }

    private static Set<String> loadBalancer(JsonNode ingress) {
        TreeSet<String> addresses = new TreeSet<>();
        for (JsonNode item : ingress) {
            String ip = item.path("ip").asString("");
            addresses.add(ip.isEmpty() ? item.path("hostname").asString("") : ip);
        }
        addresses.remove("");
        return addresses;
    }

    private static String ports(JsonNode ports) {
        List<String> texts = new ArrayList<>();
        for (JsonNode port : ports) {
            long nodePort = port.path("nodePort").asLong(0);
            texts.add(
                    port.path("port").asLong(0)
                            + (nodePort > 0 ? ":" + nodePort : "")
                            + "/"
                            + port.path("protocol").asString(""));
        }
        return Texts.orNone(String.join(",", texts));
    }

    private static void endpoints(Row row) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode subset : row.at("/subsets")) {
            JsonNode ports = subset.path("ports");
            for (JsonNode address : subset.path("addresses")) {
                String ip = address.path("ip").asString("");
                if (ports.isEmpty()) {
                    addresses.add(ip);
                }
                ports.forEach(port -> addresses.add(hostPort(ip, port.path("port").asLong(0))));
            }
        }
        row.addName().add(Texts.firstFew(addresses, Texts.NONE)).addAge();
    }

    private static String hostPort(String ip, long port) {
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + port;
    }

    private static void endpointSlice(Row row) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : row.at("/ports")) {
            String name = port.path("name").asString("");
            String otherwise = name.isEmpty() ? "*" : name;
            ports.add(port.path("port").isNumber() ? port.path("port").asString() : otherwise);
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode endpoint : row.at("/endpoints")) {
            endpoint.path("addresses").forEach(address -> addresses.add(address.asString("")));
        }
        row.addName()
                .add(row.text("/addressType"))
                .add(Texts.firstFew(ports, Texts.UNSET))
                .add(Texts.firstFew(addresses, Texts.UNSET))
                .addAge();
    }

    private static void ingress(Row row) {
        List<String> hosts = new ArrayList<>();
        for (JsonNode rule : row.at("/spec/rules")) {
            String host = rule.path("host").asString("");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        row.addName()
                .add(Texts.orNone(row.text("/spec/ingressClassName")))
                .add(Texts.firstFew(hosts, "*"))
                .add(String.join(",", loadBalancer(row.at("/status/loadBalancer/ingress"))))
                .add(row.at("/spec/tls").isEmpty() ? "80" : "80, 443")
                .addAge();
    }

    private static void ingressClass(Row row) {
        String parameters = Texts.NONE;
        if (row.at("/spec/parameters").isObject()) {
            String group = row.text("/spec/parameters/apiGroup");
            parameters =
                    row.text("/spec/parameters/kind")
                            + (group.isEmpty() ? "" : "." + group)
                            + "/"
                            + row.text("/spec/parameters/name");
        }
        row.addName().add(row.text("/spec/controller")).add(parameters).addAge();
    }

    private static void networkPolicy(Row row) {
        row.addName().add(Texts.selector(row.at("/spec/podSelector"))).addAge();
    }

    private static void serviceCidr(Row row) {
        row.addName().add(String.join(",", row.texts("/spec/cidrs"))).addAge();
    }

    private static void ipAddress(Row row) {
        List<String> parts = new ArrayList<>();
        String group = row.text("/spec/parentRef/group");
        parts.add(row.text("/spec/parentRef/resource") + (group.isEmpty() ? "" : "." + group));
        parts.add(row.text("/spec/parentRef/namespace"));
        parts.add(row.text("/spec/parentRef/name"));
        parts.removeIf(String::isEmpty);
        row.addName().add(Texts.orNone(String.join("/", parts)));
    }
}
