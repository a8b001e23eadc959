package dev.purser.server.registry;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.server.object.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Everything the server knows of one resource. Immutable and thread-safe.
public final class ServedResource {
    private final ResourceType type;
    private final ObjectSchema schema;
    private final KindRules rules;
    private final Keys keys;
    private final WritePolicy policy;
    private final Set<String> selectable;

    ServedResource(ResourceType type, ObjectSchema schema, KindRules rules) {
        this.type = type;
        this.schema = schema;
        this.rules = rules;
        this.keys = Keys.of(type.groupResource());
        this.policy = WritePolicy.of(type.groupResource());
        this.selectable = rules.selectableFields(empty()).keySet();
    }

    private static KubeObject empty() {
        return KubeObject.of(JsonNodeFactory.instance.objectNode());
    }

    public ResourceType type() {
        return type;
    }

    public ObjectSchema schema() {
        return schema;
    }

    public KindRules rules() {
        return rules;
    }

    public GroupResource groupResource() {
        return type.groupResource();
    }

    public GroupVersionKind kind() {
        return type.kind();
    }

    public boolean isNamespaced() {
        return type.isNamespaced();
    }

    /// The fields beside name and namespace that selectors may name.
    public Set<String> selectableFields() {
        return selectable;
    }

    Keys keys() {
        return keys;
    }

    WritePolicy policy() {
        return policy;
    }

    /// What field selectors compare of a stored object.
    public Map<String, String> fields(StoredObject object) {
        return object.fields(this::fields);
    }

    private Map<String, String> fields(ObjectNode tree) {
        KubeObject object = KubeObject.of(tree);
        Map<String, String> fields = new LinkedHashMap<>(rules.selectableFields(object));
        fields.put("metadata.name", object.name());
        fields.put("metadata.namespace", object.namespace());
        return fields;
    }

    @Override
    public String toString() {
        return type.groupResource().toString();
    }
}
