package dev.purser.api.schema;

import dev.purser.api.meta.GroupVersionKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A struct: named fields, each of a type of its own.
///
/// The fields are read when they are first asked for, so that looking a type up costs nothing and
/// types may contain themselves. Thread-safe: two threads may both read them, with equal results.
/// Two schemas are equal only if they are the same.
public final class ObjectSchema implements Schema {
    private final String name;
    private final Source source;
    private volatile @Nullable Content content;

    /// Where the content of a schema comes from when it is needed.
    @FunctionalInterface
    interface Source {
        Content read(String name);
    }

    /// @param fields by name, in the order in which Kubernetes writes them
    /// @param required names of the fields that OpenAPI calls required
    /// @param others the schema of members that are no fields; null when there are none
    record Content(
            Map<String, Field> fields,
            List<String> required,
            MapType mapType,
            List<GroupVersionKind> kinds,
            @Nullable Schema others) {}

    ObjectSchema(String name, Source source) {
        this.name = name;
        this.source = source;
    }

    /// A struct that is not one of Kubernetes' own.
    ///
    /// @param fields all fields in their order
    /// @param others the schema of members that are no fields; empty when there may be none
    public static ObjectSchema custom(
            String name, List<Field> fields, MapType mapType, Optional<Schema> others) {
        Map<String, Field> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.name(), field));
        Content content = new Content(byName, List.of(), mapType, List.of(), others.orElse(null));
        return new ObjectSchema(name, any -> content);
    }

    /// The full name: `io.k8s.api.core.v1.Container`.
    public String name() {
        return name;
    }

    /// Whether its objects hold values that no message may show.
    public boolean isSecret() {
        return name.equals("io.k8s.api.core.v1.Secret");
    }

    /// The last part of the name, which is what decoding errors call the type: `Container`.
    public String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// All fields, in the order in which Kubernetes writes them.
    public Collection<Field> fields() {
        return content().fields.values();
    }

    public Optional<Field> field(String fieldName) {
        return Optional.ofNullable(content().fields.get(fieldName));
    }

    /// Names of the fields that OpenAPI calls required. Validation does not go by these.
    public List<String> required() {
        return content().required;
    }

    /// The schema of members that are no fields; empty when there may be none.
    public Optional<Schema> others() {
        return Optional.ofNullable(content().others);
    }

    public MapType mapType() {
        return content().mapType;
    }

    /// The kinds whose objects have this shape; empty for parts of objects.
    public List<GroupVersionKind> kinds() {
        return content().kinds;
    }

    private Content content() {
        Content known = content;
        if (known == null) {
            known = source.read(name);
            content = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
