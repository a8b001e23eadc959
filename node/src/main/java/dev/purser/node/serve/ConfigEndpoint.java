package dev.purser.node.serve;

import dev.purser.wire.http.Answer;
import java.util.Map;
import java.util.function.IntSupplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/configz`: how the node is configured. Headers for fetching static pods, which may hold
/// credentials, are masked, as kubelet masks them.
final class ConfigEndpoint implements Endpoint {
    private static final String MASKED = "<masked>";

    private final ObjectNode configuration;
    private final Map<String, String> actual;
    private final IntSupplier port;

    /// @param configuration not to be changed
    /// @param actual fields that this node settles itself
    /// @param port where the node listens
    ConfigEndpoint(ObjectNode configuration, Map<String, String> actual, IntSupplier port) {
        this.configuration = configuration;
        this.actual = Map.copyOf(actual);
        this.port = port;
    }

    @Override
    public Answer answer(Call call) {
        ObjectNode shown = configuration.deepCopy();
        shown.put("port", port.getAsInt());
        actual.forEach(shown::put);
        if (shown.path("staticPodURLHeader") instanceof ObjectNode headers) {
            headers.propertyNames().stream()
                    .toList()
                    .forEach(name -> headers.putArray(name).add(MASKED));
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("kubeletconfig", shown);
        return NodeAnswers.json(document);
    }
}
