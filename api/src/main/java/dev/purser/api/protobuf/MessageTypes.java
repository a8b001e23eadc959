package dev.purser.api.protobuf;

import dev.purser.api.schema.Absence;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All messages, each read from `protobuf.json` when it is first needed. Thread-safe.
final class MessageTypes {
    private static final String RESOURCE = "protobuf.json";
    private static final Set<String> SCALARS =
            Set.of("string", "bytes", "bool", "int32", "int64", "double");

    private final Schemas schemas;
    private final Map<String, String> lines = new HashMap<>();
    private final Map<String, MessageType> read = new ConcurrentHashMap<>();

    MessageTypes(Schemas schemas) {
        this.schemas = schemas;
        text().lines()
                .filter(line -> line.startsWith("\""))
                .forEach(line -> {
                    int colon = line.indexOf("\":");
                    int end = line.endsWith(",") ? line.length() - 1 : line.length();
                    lines.put(line.substring(1, colon), line.substring(colon + 2, end));
                });
    }

    private static String text() {
        try (InputStream in = MessageTypes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isScalar(String type) {
        return SCALARS.contains(type);
    }

    /// The message of a schema: that of `io.k8s.api.core.v1.Pod` is `k8s.io.api.core.v1.Pod`.
    Optional<MessageType> ofSchema(String schema) {
        String name =
                schema.replaceFirst("^io\\.k8s\\.", "k8s.io.")
                        .replace("apiextensions-apiserver", "apiextensions_apiserver")
                        .replace("kube-aggregator", "kube_aggregator");
        return lines.containsKey(name) ? Optional.of(get(name)) : Optional.empty();
    }

    /// The message of this full name.
    MessageType get(String name) {
        return read.computeIfAbsent(name, any -> read(name, schemas.find(schemaOf(name))));
    }

    /// The message of a struct that JSON writes as part of its owner.
    MessageType inline(String name, MessageType owner) {
        String key = owner.name() + "/" + name;
        return read.computeIfAbsent(
                key,
                any -> {
                    Optional<ObjectSchema> own = schemas.find(schemaOf(name));
                    return read(name, own.isPresent() ? own : owner.schema());
                });
    }

    private static String schemaOf(String message) {
        return message.replaceFirst("^k8s\\.io\\.", "io.k8s.")
                .replace("apiextensions_apiserver", "apiextensions-apiserver")
                .replace("kube_aggregator", "kube-aggregator");
    }

    private MessageType read(String name, Optional<ObjectSchema> schema) {
        String line = lines.get(name);
        if (line == null) {
            throw new ProtobufException("unknown message " + name);
        }
        Map<String, Field> byPlainName = new HashMap<>();
        schema.ifPresent(
                object -> object.fields().forEach(f -> byPlainName.put(plain(f.name()), f)));
        List<ProtoField> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : JsonMapper.shared().readTree(line).properties()) {
            fields.add(field(name, entry, schema, byPlainName));
        }
        fields.sort(Comparator.comparingInt(ProtoField::number));
        return new MessageType(name, schema, fields);
    }

    private ProtoField field(
            String message,
            Map.Entry<String, JsonNode> entry,
            Optional<ObjectSchema> schema,
            Map<String, Field> byPlainName) {
        JsonNode facts = entry.getValue();
        String shown = facts.path(1).asString("");
        ProtoField.Shape shape =
                switch (facts.path(2).asString("")) {
                    case "repeated" -> ProtoField.Shape.REPEATED;
                    case "map" -> ProtoField.Shape.MAP;
                    default -> ProtoField.Shape.SINGLE;
                };
        String type =
                shape == ProtoField.Shape.MAP
                        ? shown.substring(shown.indexOf(',') + 1, shown.length() - 1)
                        : shown;
        Optional<Field> known =
                schema.flatMap(object -> object.field(entry.getKey()))
                        .or(() -> Optional.ofNullable(byPlainName.get(plain(entry.getKey()))));
        String resolved = resolve(message, type);
        boolean inline = schema.isPresent() && known.isEmpty() && !isScalar(resolved);
        return new ProtoField(
                inline ? "" : known.map(Field::name).orElse(entry.getKey()),
                facts.path(0).asInt(0),
                resolved,
                shape,
                known.map(Field::absence).orElse(Absence.WRITTEN));
    }

    /// Protobuf's names differ from JSON's in case and punctuation: `uID`, `aPIGroup`, `ref`.
    private static String plain(String name) {
        return name.replace("-", "").replace("$", "").toLowerCase(Locale.ROOT);
    }

    /// Types of the same package are named without it.
    private String resolve(String message, String type) {
        if (isScalar(type) || lines.containsKey(type)) {
            return type;
        }
        return message.substring(0, message.lastIndexOf('.') + 1) + type;
    }
}
