package dev.purser.api.schema;

import dev.purser.api.meta.GroupVersionKind;
import java.util.Collection;
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
    record Content(
            Map<String, Field> fields,
            List<String> required,
            MapType mapType,
            List<GroupVersionKind> kinds) {}

    ObjectSchema(String name, Source source) {
        this.name = name;
        this.source = source;
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
