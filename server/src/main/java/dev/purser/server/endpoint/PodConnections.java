package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.NodeStreams.ExecRequest;
import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.client.node.NodeStreams.Streams;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Refusals;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.ServedResource;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.Query;
import dev.purser.wire.stream.RequestedStreams;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The subresources of pods that lead to the node: `log`, `exec`, `attach`, `portforward`.
/// Thread-safe.
public final class PodConnections {
    private final Registry registry;
    private final Authorizer authorizer;
    private final NodeResolver nodes;
    private final PodLogs logs;

    public PodConnections(
            Registry registry, Authorizer authorizer, NodeResolver nodes, InstantSource clock) {
        this.registry = registry;
        this.authorizer = authorizer;
        this.nodes = nodes;
        this.logs = new PodLogs(clock);
    }

    /// Whether a subresource is one of these.
    boolean serves(ServedResource resource, String subresource) {
        return resource.groupResource().toString().equals("pods")
                && List.of("log", "exec", "attach", "portforward").contains(subresource);
    }

    Answer answer(Exchange exchange, ServedResource resource) {
        KubeObject pod =
                registry.get(
                                resource,
                                exchange.attributes().namespace(),
                                exchange.info().pathName(),
                                "")
                        .toObject();
        return exchange.attributes().subresource().equals("log")
                ? log(exchange, pod)
                : connect(exchange, pod);
    }

    private Answer log(Exchange exchange, KubeObject pod) {
        LogRequest request = logs.request(exchange.request().query(), pod);
        return nodeName(pod).isEmpty() ? Answer.empty(204) : logs.read(node(pod), request);
    }

    private Answer connect(Exchange exchange, KubeObject pod) {
        // A WebSocket begins with GET, but what it does is what POST does.
        Refusals.requireAllowed(
                authorizer, exchange.identity(), exchange.attributes().withVerb("create"));
        Query query = exchange.request().query();
        return switch (exchange.attributes().subresource()) {
            case "exec" -> {
                String container = PodContainers.choose(pod, query.first("container"));
                NodeStreams node = assigned(pod);
                yield Answer.upgraded(
                        node.exec(
                                new ExecRequest(
                                        key(pod),
                                        container,
                                        query.all("command"),
                                        streams(query))));
            }
            case "attach" -> {
                String container = PodContainers.choose(pod, query.first("container"));
                NodeStreams node = assigned(pod);
                yield Answer.upgraded(
                        node.attach(
                                new ExecRequest(key(pod), container, List.of(), streams(query))));
            }
            default -> Answer.upgraded(assigned(pod).portForward(key(pod), ports(query)));
        };
    }

    private static PodKey key(KubeObject pod) {
        return new PodKey(pod.namespace(), pod.name(), pod.uid());
    }

    /// The streams that a client asks for; a terminal has no stderr of its own.
    private static Streams streams(Query query) {
        Streams wanted = RequestedStreams.of(query);
        if (!wanted.stdin() && !wanted.stdout() && !query.isTrue("stderr")) {
            throw StatusErrors.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        return wanted;
    }

    private static List<Integer> ports(Query query) {
        List<Integer> ports = new ArrayList<>();
        for (String value : query.all("ports")) {
            for (String port : value.split(",")) {
                if (port.matches("[0-9]{1,5}")) {
                    ports.add(Integer.parseInt(port));
                }
            }
        }
        return ports;
    }

    private NodeStreams assigned(KubeObject pod) {
        if (nodeName(pod).isEmpty()) {
            throw StatusErrors.badRequest(
                    "pod %s does not have a host assigned".formatted(pod.name()));
        }
        return node(pod);
    }

    private NodeStreams node(KubeObject pod) {
        String name = nodeName(pod);
        return nodes.find(name)
                .orElseThrow(() ->
                        new StatusException(
                                StatusReason.UNKNOWN,
                                "no connection to node \"%s\"".formatted(name)));
    }

    private static String nodeName(KubeObject pod) {
        return pod.json().path("spec").path("nodeName").asString("");
    }
}
