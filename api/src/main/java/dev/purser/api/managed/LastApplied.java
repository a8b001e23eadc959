package dev.purser.api.managed;

import dev.purser.api.codec.JsonWriter;
import dev.purser.api.meta.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The annotation in which a client-side `kubectl apply` keeps what it applied.
///
/// When `kubectl` applies on the server, the fields in the annotation count as its own although
/// another manager is noted for them, and the annotation follows, so that the two ways of applying
/// can be mixed (KEP-555, "Upgrading from client-side apply").
final class LastApplied {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String MANAGER = "kubectl";
    private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;

    private LastApplied() {}

    /// Whether a writer is the one whose annotation counts.
    static boolean isFollowedBy(FieldWriter writer) {
        return writer.name().equals(MANAGER);
    }

    /// The fields that the annotation says and the object still has.
    static FieldSet owned(ServerSideApply.Application application) {
        return application
                .stored()
                .flatMap(stored -> owned(stored, application))
                .orElse(FieldSet.EMPTY);
    }

    private static Optional<FieldSet> owned(
            KubeObject stored, ServerSideApply.Application application) {
        String text = stored.annotations().getOrDefault(ANNOTATION, "");
        if (!(parse(text) instanceof ObjectNode applied)
                || !applied.path("apiVersion")
                        .asString("")
                        .equals(application.writer().apiVersion())
                || !ConfigurationCheck.fits(applied, application.schema())) {
            return Optional.empty();
        }
        Shape shape = Shape.of(application.schema());
        FieldChanges changes = FieldChanges.between(applied, stored.json(), shape);
        return Optional.of(
                GivenFields.of(applied, shape)
                        .difference(changes.written())
                        .difference(changes.removed()));
    }

    private static JsonNode parse(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            // Whoever wrote this did not mean an apply.
            return JsonNodeFactory.instance.missingNode();
        }
    }

    /// Brings the annotation of an object, if it has one, up to what was applied now.
    static void update(KubeObject object, KubeObject configuration) {
        boolean present = !object.annotations().getOrDefault(ANNOTATION, "").isEmpty();
        if (!present || !(object.metadata().get("annotations") instanceof ObjectNode annotations)) {
            return;
        }
        annotations.put(ANNOTATION, text(configuration.copy()));
        if (size(annotations) > ANNOTATIONS_BYTES_MAX) {
            annotations.remove(ANNOTATION);
        }
    }

    private static long size(ObjectNode annotations) {
        return annotations.properties().stream()
                .mapToLong(annotation ->
                        bytes(annotation.getKey()) + bytes(annotation.getValue().asString("")))
                .sum();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// A configuration without the annotation, as client-side apply writes it.
    private static String text(KubeObject configuration) {
        if (configuration.metadata().get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATION);
        }
        return new JsonWriter().text(sorted(configuration.json())) + "\n";
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                Map<String, JsonNode> members = new TreeMap<>();
                object.properties()
                        .forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
                yield JsonNodeFactory.instance.objectNode().setAll(members);
            }
            case ArrayNode array -> {
                ArrayNode items = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> items.add(sorted(item)));
                yield items;
            }
            default -> node;
        };
    }
}
