package dev.purser.node.launch;

import dev.purser.node.settings.DnsSettings;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import runtime.v1.CriV1.DNSConfig;
import tools.jackson.databind.JsonNode;

/// A pod's `/etc/resolv.conf`: that of the cluster's name service where there is one and the pod
/// does not decline it, else this machine's, or none (`dnsPolicy: None`), with what `dnsConfig`
/// adds.
final class PodDns {
    private static final int SERVERS_MAX = 3;

    /// A name with fewer dots is tried in the domains before it is tried as it is.
    private static final String DOTS = "ndots:5";

    private PodDns() {}

    /// @param resolver the machine's
    /// @param cluster the cluster's name service
    static DNSConfig of(PodSpec pod, Path resolver, DnsSettings cluster) throws IOException {
        JsonNode own = pod.json().path("dnsConfig");
        Entries entries =
                switch (pod.json().path("dnsPolicy").asString("ClusterFirst")) {
                    case "None" -> new Entries();
                    case "ClusterFirstWithHostNet" -> ofCluster(pod, resolver, cluster);
                    case "ClusterFirst" ->
                            pod.usesHostNetwork()
                                    ? read(resolver)
                                    : ofCluster(pod, resolver, cluster);
                    default -> read(resolver);
                };
        own.path("nameservers").forEach(each -> entries.servers.add(each.asString("")));
        own.path("searches").forEach(each -> entries.searches.add(each.asString("")));
        for (JsonNode option : own.path("options")) {
            String value = option.path("value").asString("");
            entries.option(option.path("name").asString(""), value);
        }
        return entries.toConfig();
    }

    /// Short names are tried in the pod's namespace first; the machine's own domains come last.
    private static Entries ofCluster(PodSpec pod, Path resolver, DnsSettings cluster)
            throws IOException {
        Entries machine = read(resolver);
        if (cluster.servers().isEmpty()) {
            return machine;
        }
        Entries entries = new Entries();
        entries.servers.addAll(cluster.servers());
        if (!cluster.domain().isEmpty()) {
            String services = "svc." + cluster.domain();
            entries.searches.add(pod.identity().namespace() + "." + services);
            entries.searches.add(services);
            entries.searches.add(cluster.domain());
        }
        entries.searches.addAll(machine.searches);
        entries.option(DOTS);
        return entries;
    }

    private static Entries read(Path resolver) throws IOException {
        Entries entries = new Entries();
        if (!Files.exists(resolver)) {
            return entries;
        }
        for (String line : Files.readAllLines(resolver)) {
            List<String> words = List.of(line.strip().split("\\s+"));
            List<String> values = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> entries.servers.addAll(values);
                case "search" -> entries.searches = new ArrayList<>(values);
                case "options" -> values.forEach(entries::option);
                default -> {
                    // Comments, and directives that kubelet does not hand on either.
                }
            }
        }
        return entries;
    }

    /// The directives, in the order in which they came.
    private static final class Entries {
        private final List<String> servers = new ArrayList<>();
        private List<String> searches = new ArrayList<>();
        private final Map<String, String> options = new LinkedHashMap<>();

        void option(String nameAndValue) {
            int colon = nameAndValue.indexOf(':');
            if (colon < 0) {
                option(nameAndValue, "");
            } else {
                option(nameAndValue.substring(0, colon), nameAndValue.substring(colon + 1));
            }
        }

        /// A later option of the same name replaces an earlier one.
        void option(String name, String value) {
            options.put(name, value.isEmpty() ? name : name + ":" + value);
        }

        DNSConfig toConfig() {
            return DNSConfig.newBuilder()
                    .addAllServers(servers.stream().distinct().limit(SERVERS_MAX).toList())
                    .addAllSearches(searches.stream().distinct().toList())
                    .addAllOptions(options.values())
                    .build();
        }
    }
}
