package dev.purser.node.dns;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectCache;
import dev.purser.node.dns.Answer.Elsewhere;
import dev.purser.node.dns.Answer.Foreign;
import dev.purser.node.dns.Answer.Known;
import dev.purser.node.dns.Answer.Unknown;
import dev.purser.node.dns.DnsRecord.Address;
import dev.purser.node.dns.DnsRecord.Alias;
import dev.purser.node.dns.DnsRecord.Location;
import dev.purser.node.dns.DnsRecord.Pointer;
import dev.purser.node.dns.DnsRecord.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The names of a cluster, by its Services and EndpointSlices. Thread-safe.
public final class ClusterNames {
    private static final String REVERSE = ".in-addr.arpa";
    private static final String VERSION = "1.1.0";

    private final String domain;
    private final ObjectCache services;
    private final ServiceEndpoints endpoints;

    /// @param domain of the cluster, such as `cluster.local`
    public ClusterNames(String domain, ObjectCache services, ObjectCache slices) {
        this.domain = domain;
        this.services = services;
        this.endpoints = new ServiceEndpoints(slices);
    }

    String domain() {
        return domain;
    }

    Answer answer(Question question) {
        String name = question.name();
        if (name.endsWith(REVERSE)) {
            return reverse(name);
        }
        if (!name.equals(domain) && !name.endsWith("." + domain)) {
            return new Foreign();
        }
        String inside =
                name.equals(domain) ? "" : name.substring(0, name.length() - domain.length() - 1);
        List<String> labels = inside.isEmpty() ? List.of() : Arrays.asList(inside.split("\\."));
        int count = labels.size();
        if (count == 0 || inside.equals("svc") || inside.equals("pod")) {
            return new Known(List.of());
        }
        if (inside.equals("dns-version")) {
            return known(question.type(), List.of(new Text(name, VERSION)));
        }
        if (labels.getLast().equals("pod")) {
            return count == 3 ? pod(question, labels.getFirst()) : new Unknown();
        }
        if (!labels.getLast().equals("svc")) {
            return new Unknown();
        }
        return count == 2
                ? namespace(labels.getFirst())
                : service(question, labels.subList(0, count - 1));
    }

    private Answer namespace(String name) {
        return services.inNamespace(name).isEmpty() ? new Unknown() : new Known(List.of());
    }

    /// `10-88-0-2.NAMESPACE.pod` is that address, whoever has it.
    private static Answer pod(Question question, String label) {
        String address = label.replace('-', '.');
        return address.matches("(\\d{1,3}\\.){3}\\d{1,3}") && isAddress(address)
                ? known(question.type(), List.of(new Address(question.name(), address)))
                : new Unknown();
    }

    private static boolean isAddress(String text) {
        return Arrays.stream(text.split("\\.")).allMatch(part -> Integer.parseInt(part) < 256);
    }

    /// @param labels what is before `svc`: at least a Service and its namespace
    private Answer service(Question question, List<String> labels) {
        int count = labels.size();
        Optional<KubeObject> service = services.get(labels.get(count - 1), labels.get(count - 2));
        if (service.isEmpty()) {
            return new Unknown();
        }
        List<String> before = labels.subList(0, count - 2);
        return switch (before.size()) {
            case 0 -> whole(question, service.get());
            case 1 -> endpoint(question, service.get(), before.getFirst());
            case 2 -> port(question, service.get(), before);
            default -> new Unknown();
        };
    }

    private Answer whole(Question question, KubeObject service) {
        JsonNode spec = service.spec();
        if (spec.path("type").asString("").equals("ExternalName")) {
            String target = spec.path("externalName").asString("").toLowerCase(Locale.ROOT);
            return new Elsewhere(new Alias(question.name(), target));
        }
        List<String> addresses =
                isHeadless(service)
                        ? endpoints.of(service).stream().map(Endpoint::address).toList()
                        : List.of(spec.path("clusterIP").asString(""));
        List<DnsRecord> records = new ArrayList<>();
        addresses.forEach(address -> records.add(new Address(question.name(), address)));
        if (question.type() == RecordType.SRV) {
            return new Known(locations(question.name(), service, "", ""));
        }
        return known(question.type(), records);
    }

    private Answer endpoint(Question question, KubeObject service, String label) {
        List<DnsRecord> records = new ArrayList<>();
        for (Endpoint each : endpoints.of(service)) {
            if (isHeadless(service) && each.label().equals(label)) {
                records.add(new Address(question.name(), each.address()));
            }
        }
        return records.isEmpty() ? new Unknown() : known(question.type(), records);
    }

    private Answer port(Question question, KubeObject service, List<String> labels) {
        String port = labels.get(0);
        String protocol = labels.get(1);
        if (!port.startsWith("_") || !protocol.startsWith("_")) {
            return new Unknown();
        }
        List<DnsRecord> records =
                locations(question.name(), service, port.substring(1), protocol.substring(1));
        if (records.isEmpty()) {
            return new Unknown();
        }
        return question.type() == RecordType.SRV || question.type() == RecordType.ANY
                ? new Known(records)
                : new Known(List.of());
    }

    /// @param port empty for all ports
    private List<DnsRecord> locations(
            String name, KubeObject service, String port, String protocol) {
        List<DnsRecord> found = new ArrayList<>();
        String own = fullName(service);
        if (isHeadless(service)) {
            for (Endpoint each : endpoints.of(service)) {
                each.ports().stream()
                        .filter(known -> known.matches(port, protocol))
                        .forEach(known ->
                                found.add(
                                        new Location(
                                                name,
                                                known.number(),
                                                each.label() + "." + own,
                                                100)));
            }
            return found;
        }
        for (JsonNode each : service.spec().path("ports")) {
            if (Endpoint.Port.of(each).matches(port, protocol)) {
                found.add(new Location(name, each.path("port").asInt(), own, 100));
            }
        }
        return found;
    }

    private Answer reverse(String name) {
        List<String> parts =
                Arrays.asList(name.substring(0, name.length() - REVERSE.length()).split("\\."));
        String address = String.join(".", parts.reversed());
        List<DnsRecord> records = new ArrayList<>();
        for (KubeObject service : services.list()) {
            if (service.spec().path("clusterIP").asString("").equals(address)) {
                records.add(new Pointer(name, fullName(service)));
            } else if (isHeadless(service)) {
                endpoints.of(service).stream()
                        .filter(each -> each.address().equals(address))
                        .forEach(each ->
                                records.add(
                                        new Pointer(name, each.label() + "." + fullName(service))));
            }
        }
        return records.isEmpty() ? new Foreign() : new Known(records);
    }

    private String fullName(KubeObject service) {
        return service.name() + "." + service.namespace() + ".svc." + domain;
    }

    private static boolean isHeadless(KubeObject service) {
        return service.spec().path("clusterIP").asString("").equals("None");
    }

    private static Answer known(int type, List<DnsRecord> records) {
        List<DnsRecord> asked =
                records.stream()
                        .filter(each -> type == RecordType.ANY || type == typeOf(each))
                        .toList();
        return new Known(asked);
    }

    private static int typeOf(DnsRecord each) {
        return switch (each) {
            case Address _ -> RecordType.A;
            case Alias _ -> RecordType.CNAME;
            case Pointer _ -> RecordType.PTR;
            case Location _ -> RecordType.SRV;
            case Text _ -> RecordType.TXT;
        };
    }
}
