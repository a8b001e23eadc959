package dev.purser.server.discovery;

import dev.purser.api.discovery.Discovery;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What groups, versions and resources there are: `/api`, `/apis` and below, one by one or all in
/// one document (KEP-3352). Thread-safe.
public final class DiscoveryDocuments implements Documents.Document {
    private static final String AGGREGATED = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final Discovery discovery;
    private final Answers answers;
    private final String serverAddress;

    /// @param serverAddress host and port for clients
    public DiscoveryDocuments(Discovery discovery, Answers answers, String serverAddress) {
        this.discovery = discovery;
        this.answers = answers;
        this.serverAddress = serverAddress;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        String path = exchange.request().path();
        List<String> segments = List.of(path.replaceAll("^/+|/+$", "").split("/", -1));
        return switch (segments.getFirst()) {
            case "" -> Optional.of(document(exchange, paths()));
            case "api" -> core(exchange, segments);
            case "apis" -> groups(exchange, segments);
            default -> Optional.empty();
        };
    }

    private Optional<Answer> core(Exchange exchange, List<String> segments) {
        return switch (segments.size()) {
            case 1 ->
                    Optional.of(
                            aggregated(exchange, discovery::aggregatedCore)
                                    .orElseGet(() ->
                                            routed(
                                                    exchange,
                                                    discovery.apiVersions(serverAddress))));
            case 2 ->
                    discovery.resourceList("", segments.get(1)).map(list -> routed(exchange, list));
            default -> Optional.empty();
        };
    }

    private Optional<Answer> groups(Exchange exchange, List<String> segments) {
        return switch (segments.size()) {
            case 1 ->
                    Optional.of(
                            aggregated(exchange, discovery::aggregatedGroups)
                                    .orElseGet(() -> document(exchange, discovery.groupList())));
            case 2 -> discovery.group(segments.get(1)).map(group -> document(exchange, group));
            case 3 ->
                    discovery
                            .resourceList(segments.get(1), segments.get(2))
                            .map(list -> routed(exchange, list));
            default -> Optional.empty();
        };
    }

    /// A document that Kubernetes gives by its router, to GET only.
    private Answer routed(Exchange exchange, ObjectNode tree) {
        Documents.requireGet(exchange);
        return document(exchange, tree);
    }

    /// A document for whatever method asks.
    private Answer document(Exchange exchange, ObjectNode tree) {
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.DOCUMENT);
        return answers.tree(200, tree, output);
    }

    /// All in one, with a tag by which clients know that they have it already; empty where the
    /// client wants them one by one.
    private Optional<Answer> aggregated(Exchange exchange, Supplier<ObjectNode> document) {
        return Negotiation.aggregatedDiscovery(exchange.request())
                .map(output -> {
                    byte[] content = answers.bytes(document.get(), output);
                    return EntityTag.answer(
                            exchange.request(),
                            Answer.of(200, output.format().mediaType() + AGGREGATED, content),
                            EntityTag.of(content));
                });
    }

    private static ObjectNode paths() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode paths = document.putArray("paths");
        List.of(
                        "/api",
                        "/api/v1",
                        "/apis",
                        "/healthz",
                        "/livez",
                        "/openapi/v2",
                        "/openapi/v3",
                        "/readyz",
                        "/version")
                .forEach(paths::add);
        return document;
    }
}
