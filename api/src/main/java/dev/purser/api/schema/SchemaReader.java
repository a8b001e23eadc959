package dev.purser.api.schema;

import dev.purser.api.meta.GroupVersionKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns one schema of the OpenAPI document into the model, references unresolved until used.
final class SchemaReader {
    private static final String REF_PREFIX = "#/components/schemas/";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String EXTENSIONS =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    /// Named schemas that are values, not structs: their Go types decode themselves.
    private static final Map<String, ScalarSchema> VALUES =
            Map.ofEntries(
                    Map.entry(META + "Time", ScalarSchema.TIME),
                    Map.entry(META + "MicroTime", ScalarSchema.MICRO_TIME),
                    Map.entry(META + "FieldsV1", ScalarSchema.ANY),
                    Map.entry(META + "Patch", ScalarSchema.ANY_OBJECT),
                    Map.entry(
                            "io.k8s.apimachinery.pkg.api.resource.Quantity", ScalarSchema.QUANTITY),
                    Map.entry(
                            "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
                            ScalarSchema.INT_OR_STRING),
                    Map.entry(
                            "io.k8s.apimachinery.pkg.runtime.RawExtension",
                            ScalarSchema.ANY_OBJECT),
                    Map.entry(EXTENSIONS + "JSON", ScalarSchema.ANY),
                    Map.entry(EXTENSIONS + "JSONSchemaPropsOrArray", ScalarSchema.ANY),
                    Map.entry(EXTENSIONS + "JSONSchemaPropsOrBool", ScalarSchema.ANY),
                    Map.entry(EXTENSIONS + "JSONSchemaPropsOrStringArray", ScalarSchema.ANY));

    private final Schemas schemas;

    SchemaReader(Schemas schemas) {
        this.schemas = schemas;
    }

    ObjectSchema.Content read(String name) {
        ObjectNode raw = schemas.raw(name);
        ObjectNode goTypes = schemas.goTypes(name);
        List<String> required = strings(raw.path("required"));
        JsonNode properties = raw.path("properties");
        Map<String, String> embedded = embedded(goTypes);
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String entry : order(goTypes, properties)) {
            int colon = entry.indexOf(':');
            String field = colon < 0 ? entry : entry.substring(0, colon);
            GoFacts go =
                    GoFacts.read(
                            colon < 0 ? capitalized(entry) : entry.substring(colon + 1),
                            goTypes.path(field).asString(""),
                            embedded.getOrDefault(field, ""));
            ObjectNode property = (ObjectNode) properties.path(field);
            fields.put(field, field(field, property, required.contains(field), go));
        }
        return new ObjectSchema.Content(fields, required, mapType(raw), kinds(raw), null);
    }

    /// The fields as Kubernetes' struct declares them, which is the order in which it writes them;
    /// after a colon the name in Go where it is not the same with a capital letter.
    private static Collection<String> order(ObjectNode goTypes, JsonNode properties) {
        String order = goTypes.path("").asString("");
        return order.isEmpty() ? properties.propertyNames() : List.of(order.split(" "));
    }

    /// Which embedded struct each field belongs to, where it is not the struct's own.
    private static Map<String, String> embedded(ObjectNode goTypes) {
        Map<String, String> embedded = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : goTypes.properties()) {
            if (entry.getKey().startsWith("<")) {
                for (String field : entry.getValue().asString("").split(" ")) {
                    embedded.put(field, entry.getKey().substring(1));
                }
            }
        }
        return embedded;
    }

    private static String capitalized(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// What `go-types.json` says about a field.
    ///
    /// @param absence empty where the schema suggests the right one
    /// @param type empty where the schema suggests the right one
    /// @param embedded the embedded struct that the field belongs to; may be empty
    private record GoFacts(String name, Optional<Absence> absence, String type, String embedded) {
        /// @param text a sign for the absence, then the type; each may be missing
        static GoFacts read(String name, String text, String embedded) {
            Optional<Absence> absence =
                    switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                        case '-' -> Optional.of(Absence.DROPPED);
                        case '*' -> Optional.of(Absence.KEPT);
                        case '+' -> Optional.of(Absence.WRITTEN);
                        case '!' -> Optional.of(Absence.WRITTEN_AS_NULL);
                        default -> Optional.empty();
                    };
            String type = absence.isPresent() ? text.substring(1) : text;
            return new GoFacts(name, absence, type, embedded);
        }
    }

    private Field field(String name, ObjectNode raw, boolean required, GoFacts go) {
        Schema schema = schema(raw);
        return new Field(
                name,
                schema,
                go.absence().orElseGet(() -> suggestedAbsence(schema, raw, required)),
                new GoField(
                        go.name(), go.type().isEmpty() ? goType(raw) : go.type(), go.embedded()),
                raw);
    }

    /// Structs that are no pointers have `default: {}`; values without `omitempty` have their zero
    /// value as default.
    private static Absence suggestedAbsence(Schema schema, ObjectNode raw, boolean required) {
        return switch (schema) {
            case ObjectSchema object -> raw.has("default") ? Absence.WRITTEN : Absence.KEPT;
            case ListSchema list -> required ? Absence.WRITTEN_AS_NULL : Absence.DROPPED;
            case MapSchema map -> required ? Absence.WRITTEN_AS_NULL : Absence.DROPPED;
            case ScalarSchema scalar ->
                    switch (scalar) {
                        case TIME, MICRO_TIME -> Absence.WRITTEN_AS_NULL;
                        case BYTES -> required ? Absence.WRITTEN_AS_NULL : Absence.DROPPED;
                        case QUANTITY, INT_OR_STRING, ANY, ANY_OBJECT, DEDUCED ->
                                required ? Absence.WRITTEN : Absence.KEPT;
                        case STRING, INT32, INT64, DOUBLE, BOOLEAN ->
                                isZero(raw.path("default")) ? Absence.WRITTEN : Absence.DROPPED;
                    };
        };
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue().isEmpty();
            case NUMBER -> value.asDouble() == 0;
            case BOOLEAN -> !value.booleanValue();
            default -> false;
        };
    }

    private Schema schema(JsonNode raw) {
        String ref = ref(raw);
        if (!ref.isEmpty()) {
            ScalarSchema value = VALUES.get(ref);
            return value != null ? value : schemas.find(ref).orElseThrow();
        }
        return switch (raw.path("type").asString("")) {
            case "array" ->
                    new ListSchema(
                            schema(raw.path("items")),
                            listType(raw),
                            strings(raw.path("x-kubernetes-list-map-keys")));
            case "object" ->
                    raw.has("additionalProperties")
                            ? new MapSchema(schema(raw.path("additionalProperties")), mapType(raw))
                            : ScalarSchema.ANY_OBJECT;
            case "string" ->
                    raw.path("format").asString("").equals("byte")
                            ? ScalarSchema.BYTES
                            : ScalarSchema.STRING;
            case "integer" ->
                    raw.path("format").asString("").equals("int32")
                            ? ScalarSchema.INT32
                            : ScalarSchema.INT64;
            case "number" -> ScalarSchema.DOUBLE;
            case "boolean" -> ScalarSchema.BOOLEAN;
            default -> ScalarSchema.ANY;
        };
    }

    private static String ref(JsonNode raw) {
        String own = raw.path("$ref").asString("");
        String ref = own.isEmpty() ? raw.path("allOf").path(0).path("$ref").asString("") : own;
        return ref.isEmpty() ? "" : ref.substring(REF_PREFIX.length());
    }

    /// The Go type that a property most likely has: `v1.Container`, `[]string`, `map[string]bool`.
    private static String goType(JsonNode raw) {
        String ref = ref(raw);
        if (!ref.isEmpty()) {
            int type = ref.lastIndexOf('.');
            return ref.substring(ref.lastIndexOf('.', type - 1) + 1);
        }
        return switch (raw.path("type").asString("")) {
            case "array" -> "[]" + goType(raw.path("items"));
            case "object" -> "map[string]" + goType(raw.path("additionalProperties"));
            case "string" -> raw.path("format").asString("").equals("byte") ? "[]uint8" : "string";
            case "integer" -> raw.path("format").asString("int64");
            case "number" -> "float64";
            case "boolean" -> "bool";
            default -> "interface {}";
        };
    }

    private static ListType listType(JsonNode raw) {
        return switch (raw.path("x-kubernetes-list-type").asString("")) {
            case "map" -> ListType.MAP;
            case "set" -> ListType.SET;
            default -> ListType.ATOMIC;
        };
    }

    private static MapType mapType(JsonNode raw) {
        return raw.path("x-kubernetes-map-type").asString("").equals("atomic")
                ? MapType.ATOMIC
                : MapType.GRANULAR;
    }

    private static List<GroupVersionKind> kinds(JsonNode raw) {
        List<GroupVersionKind> kinds = new ArrayList<>();
        for (JsonNode kind : raw.path("x-kubernetes-group-version-kind")) {
            kinds.add(
                    new GroupVersionKind(
                            kind.path("group").asString(""),
                            kind.path("version").asString(""),
                            kind.path("kind").asString("")));
        }
        return List.copyOf(kinds);
    }

    private static List<String> strings(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString("")));
        return List.copyOf(texts);
    }
}
