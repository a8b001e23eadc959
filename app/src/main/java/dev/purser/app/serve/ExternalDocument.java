package dev.purser.app.serve;

import dev.purser.external.definition.Ownership;
import dev.purser.server.discovery.Documents;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.endpoint.ResourceEndpoint;
import dev.purser.wire.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `GET /purser/v1/external-secrets`: whether external secrets are kept, and why not. Thread-safe.
final class ExternalDocument implements Documents.Document {
    static final String PATH = "/purser/v1/external-secrets";

    private final Supplier<Optional<Ownership>> ownership;

    /// @param ownership empty when Purser is not to keep them
    ExternalDocument(Supplier<Optional<Ownership>> ownership) {
        this.ownership = ownership;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        if (!exchange.request().path().equals(PATH)) {
            return Optional.empty();
        }
        if (!exchange.request().method().equals("GET")) {
            throw ResourceEndpoint.notAllowed();
        }
        byte[] json = (report() + "\n").getBytes(StandardCharsets.UTF_8);
        return Optional.of(Answer.of(200, "application/json", json));
    }

    private ObjectNode report() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "purser.dev/v1").put("kind", "ExternalSecretsStatus");
        return ownership
                .get()
                .map(known -> describe(json, known))
                .orElseGet(() -> json.put("state", "off"));
    }

    private static ObjectNode describe(ObjectNode json, Ownership ownership) {
        return switch (ownership) {
            case Ownership.Ours _ -> json.put("state", "kept");
            case Ownership.Pending pending ->
                    json.put("state", "pending").put("reason", pending.reason());
            case Ownership.Foreign foreign ->
                    json.put("state", "foreign").put("reason", foreign.reason());
        };
    }
}
