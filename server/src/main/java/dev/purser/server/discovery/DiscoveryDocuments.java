package dev.purser.server.discovery;

import dev.purser.api.discovery.Discovery;
import dev.purser.api.discovery.DiscoveryVersion;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.media.Format;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.wire.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What groups, versions and resources there are: `/api`, `/apis` and below, one by one or all in
/// one document (KEP-3352). Thread-safe.
public final class DiscoveryDocuments implements Documents.Document {
    private static final Pattern AGGREGATED =
            Pattern.compile(
                    "application/json\\s*;(?=[^,]*as=APIGroupDiscoveryList)"
                            + "(?=[^,]*g=apidiscovery\\.k8s\\.io)[^,]*v=(v2beta1|v2)\\b[^,]*");

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
            case 1 -> {
                Optional<DiscoveryVersion> aggregated = aggregated(exchange);
                yield Optional.of(
                        aggregated.isPresent()
                                ? tagged(
                                        exchange,
                                        aggregated.get(),
                                        discovery.aggregatedCore(aggregated.get()))
                                : document(exchange, discovery.apiVersions(serverAddress)));
            }
            case 2 ->
                    discovery
                            .resourceList("", segments.get(1))
                            .map(list -> document(exchange, list));
            default -> Optional.empty();
        };
    }

    private Optional<Answer> groups(Exchange exchange, List<String> segments) {
        return switch (segments.size()) {
            case 1 -> {
                Optional<DiscoveryVersion> aggregated = aggregated(exchange);
                yield Optional.of(
                        aggregated.isPresent()
                                ? tagged(
                                        exchange,
                                        aggregated.get(),
                                        discovery.aggregatedGroups(aggregated.get()))
                                : document(exchange, discovery.groupList()));
            }
            case 2 -> discovery.group(segments.get(1)).map(group -> document(exchange, group));
            case 3 ->
                    discovery
                            .resourceList(segments.get(1), segments.get(2))
                            .map(list -> document(exchange, list));
            default -> Optional.empty();
        };
    }

    private Answer document(Exchange exchange, ObjectNode tree) {
        Documents.requireRead(exchange);
        Output output = Negotiation.choose(exchange.request(), Negotiation.Endpoint.DOCUMENT);
        return answers.tree(200, tree, output);
    }

    private static Optional<DiscoveryVersion> aggregated(Exchange exchange) {
        String accept = String.join(",", exchange.request().headers().all("Accept"));
        Matcher matcher = AGGREGATED.matcher(accept);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(1).equals(DiscoveryVersion.V2.text())
                        ? DiscoveryVersion.V2
                        : DiscoveryVersion.V2BETA1);
    }

    /// The document with a tag by which clients know that they have it already.
    private static Answer tagged(Exchange exchange, DiscoveryVersion version, ObjectNode document) {
        byte[] content = document.toString().getBytes(StandardCharsets.UTF_8);
        return EntityTag.answer(
                exchange.request(),
                Answer.of(
                        200,
                        Format.JSON.mediaType()
                                + ";g=apidiscovery.k8s.io;v=%s;as=APIGroupDiscoveryList"
                                        .formatted(version.text()),
                        content),
                EntityTag.of(content));
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
