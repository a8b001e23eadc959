package dev.purser.api.kind.flowcontrol;

import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The FlowSchemas and PriorityLevelConfigurations that every server makes for itself, as data
/// recorded from Kubernetes' own. Immutable and thread-safe.
public final class BootstrapFlows {
    private static final String RESOURCE = "bootstrap.json";

    /// The names, in either kind, of those that nobody may change.
    private static final Set<String> MANDATORY = Set.of("exempt", "catch-all");

    private final List<KubeObject> objects;

    private BootstrapFlows(List<KubeObject> objects) {
        this.objects = objects;
    }

    /// Reads the objects from this module.
    public static BootstrapFlows load() {
        try (InputStream in =
                Objects.requireNonNull(
                        BootstrapFlows.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            List<KubeObject> objects = new ArrayList<>();
            for (JsonNode object : JsonMapper.shared().readTree(in)) {
                objects.add(KubeObject.of((ObjectNode) object));
            }
            return new BootstrapFlows(List.copyOf(objects));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Copies of all objects; priority levels come before the schemas that refer to them.
    public List<KubeObject> objects() {
        return objects.stream().map(KubeObject::copy).toList();
    }

    /// The spec that an object of this kind and name must have; empty when it may have any.
    Optional<ObjectNode> mandatorySpec(String kind, String name) {
        return MANDATORY.contains(name)
                ? objects.stream()
                        .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                        .map(KubeObject::spec)
                        .findFirst()
                : Optional.empty();
    }
}
