package dev.purser.cel.schema;

import dev.purser.cel.value.Equality;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An object or map as its schema declares it. Fields that the schema does not name cannot be read,
/// but count when objects are compared.
record SchemaObject(ObjectNode json, SchemaNode schema) implements MapValue {
    @Override
    public int size() {
        return json.size();
    }

    @Override
    public Collection<Value> keys() {
        return json.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> property(name).isPresent())
                .<Value>map(name ->
                        new Value.Text(hasFields() ? FieldNames.escape(name).orElse(name) : name))
                .toList();
    }

    @Override
    public @Nullable Value find(Value key) {
        if (!(key instanceof Value.Text(String text))) {
            throw EvaluationException.noSuchOverload();
        }
        Optional<String> name = hasFields() ? FieldNames.unescape(text) : Optional.of(text);
        return name.map(this::member).orElse(null);
    }

    private @Nullable Value member(String name) {
        JsonNode found = json.get(name);
        Optional<SchemaNode> property = property(name);
        if (found == null || property.isEmpty() || (hasFields() && found.isNull())) {
            return null;
        }
        return JsonValues.typed(found, property.get());
    }

    @Override
    public boolean equalTo(MapValue other) {
        if (size() != other.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            boolean known = property(member.getKey()).isPresent();
            if (known ? !equalMember(member.getKey(), other) : !equalUnknown(member, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean equalMember(String name, MapValue other) {
        Value key = new Value.Text(hasFields() ? FieldNames.escape(name).orElse(name) : name);
        Value mine = member(name);
        Value others = other.find(key);
        if (mine == null || others == null) {
            return mine == null && others == null;
        }
        return Equality.equal(mine, others);
    }

    private static boolean equalUnknown(Map.Entry<String, JsonNode> member, MapValue other) {
        return !(other instanceof SchemaObject(ObjectNode others, var ignored))
                || others.get(member.getKey()) == null
                || Objects.equals(others.get(member.getKey()), member.getValue());
    }

    private boolean hasFields() {
        return schema.hasProperties();
    }

    private Optional<SchemaNode> property(String name) {
        return hasFields() || schema.isEmbeddedResource()
                ? Optional.ofNullable(schema.properties().get(name))
                : schema.additionalProperties();
    }
}
