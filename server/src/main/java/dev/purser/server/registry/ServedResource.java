package dev.purser.server.registry;

import dev.purser.api.codec.ObjectForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.managed.FieldSet;
import dev.purser.api.managed.FieldWriter;
import dev.purser.api.managed.IgnoredFields;
import dev.purser.api.managed.OwnerVersions;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.server.object.CanonicalForm;
import dev.purser.server.object.StoredObject;
import dev.purser.store.Entry;
import dev.purser.store.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Everything the server knows of one resource. Immutable and thread-safe.
public final class ServedResource {
    private final ResourceType type;
    private final ObjectSchema schema;
    private final KindRules rules;
    private final ObjectForm form;
    private final StorageForm storage;
    private final OwnerVersions owners;
    private final Keys keys;
    private final WritePolicy policy;
    private final Set<String> selectable;
    private final @Nullable CustomTraits custom;

    /// What defines a resource.
    public record Parts(
            ResourceType type,
            ObjectSchema schema,
            KindRules rules,
            ObjectForm form,
            StorageForm storage,
            OwnerVersions owners) {
        /// A resource whose versions name their fields alike.
        public Parts(
                ResourceType type,
                ObjectSchema schema,
                KindRules rules,
                ObjectForm form,
                StorageForm storage) {
            this(type, schema, rules, form, storage, OwnerVersions.ALIKE);
        }
    }

    private ServedResource(
            Parts parts, Keys keys, WritePolicy policy, @Nullable CustomTraits custom) {
        this.type = parts.type();
        this.schema = parts.schema();
        this.rules = parts.rules();
        this.form = parts.form();
        this.storage = parts.storage();
        this.owners = parts.owners();
        this.keys = keys;
        this.policy = policy;
        this.selectable = rules.selectableFields(empty()).keySet();
        this.custom = custom;
    }

    /// A resource of Kubernetes' own.
    public static ServedResource builtIn(Parts parts) {
        GroupResource resource = parts.type().groupResource();
        return new ServedResource(parts, Keys.of(resource), WritePolicy.of(resource), null);
    }

    /// A resource that a CustomResourceDefinition defines.
    public static ServedResource custom(Parts parts, CustomTraits traits) {
        GroupResource resource = parts.type().groupResource();
        return new ServedResource(parts, Keys.ofCustom(resource), WritePolicy.custom(), traits);
    }

    /// The same resource under other rules, as one of its subresources is written.
    public ServedResource withRules(KindRules other) {
        return new ServedResource(
                new Parts(type, schema, other, form, storage), keys, policy, custom);
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

    /// How objects of this resource are read.
    public ObjectForm form() {
        return form;
    }

    /// What a custom resource has that others have not; empty for a built-in one.
    public Optional<CustomTraits> custom() {
        return Optional.ofNullable(custom);
    }

    /// The kind of its lists.
    public String listKind() {
        return custom == null ? kind().kind() + "List" : custom.listKind();
    }

    /// Somebody who writes through a subresource, or an empty name for the object itself.
    ///
    /// @param manager the name under which the fields are owned
    public FieldWriter writer(String manager, String subresource) {
        return new FieldWriter(
                manager, kind().apiVersion(), subresource, ignoredFields(subresource), owners);
    }

    /// The fields that a write through a subresource, or an empty name, does not own.
    private FieldSet ignoredFields(String subresource) {
        return custom == null
                ? IgnoredFields.of(type, subresource)
                : IgnoredFields.ofCustom(type, subresource);
    }

    /// A stored object as this resource shows it.
    StoredObject shown(StoredObject stored) {
        return storage.shown(stored);
    }

    /// An entry of the store as this resource shows it.
    StoredObject shown(Entry entry) {
        return shown(StoredObject.of(entry.value(), entry.modRevision()));
    }

    /// The bytes under which an object of this resource is stored.
    Value encode(KubeObject object) {
        return CanonicalForm.encode(storage.stored(object));
    }

    /// Whether objects may be stored otherwise than they are shown.
    boolean isConverted() {
        return !storage.equals(StorageForm.SAME);
    }

    public GroupResource groupResource() {
        return type.groupResource();
    }

    /// What an object that is not there is called.
    GroupResource missing() {
        GroupResource whole = type.groupResource();
        return rules.nameWhenMissing()
                .map(name -> new GroupResource(whole.group(), name))
                .orElse(whole);
    }

    public GroupVersionKind kind() {
        return type.kind();
    }

    /// What a refusal of an invalid object calls the kind: as it is stored.
    GroupVersionKind validatedKind() {
        return rules.versions().map(KindVersions::stored).orElse(kind());
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
        return object.fields(this, this::fields);
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
