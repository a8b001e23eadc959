package dev.purser.api.codec;

import org.jspecify.annotations.Nullable;

/// Where in an object the reader is; linked to where it came from.
///
/// Two notations are needed. Strict errors name the place with indexes: `spec.containers[0].image`.
/// Type errors follow Go's decoder: the innermost struct's type and the names of the fields passed,
/// without indexes and map keys: `Container.spec.containers.image`.
///
/// @param struct the simple name of the innermost struct
/// @param fields the fields passed, joined by dots
record Place(@Nullable Place parent, String segment, String struct, String fields) {
    static Place root(String struct) {
        return new Place(null, "", struct, "");
    }

    /// A field of a struct of this type.
    Place field(String structName, String name) {
        return field(structName, "", name);
    }

    /// A field of a struct that is embedded in another one, which type errors name too.
    ///
    /// @param embedded the name of the embedded struct; empty for a field of the struct's own
    Place field(String structName, String embedded, String name) {
        String goName = embedded.isEmpty() ? name : embedded + "." + name;
        return new Place(this, name, structName, fields.isEmpty() ? goName : fields + "." + goName);
    }

    /// A member of a map.
    Place key(String key) {
        return new Place(this, key, struct, fields);
    }

    /// An item of a list.
    Place index(int index) {
        return new Place(this, "[" + index + "]", struct, fields);
    }

    /// The place in strict errors' notation.
    String path() {
        StringBuilder path = new StringBuilder();
        append(path);
        return path.toString();
    }

    private void append(StringBuilder path) {
        if (parent != null) {
            parent.append(path);
        }
        if (!path.isEmpty() && !segment.startsWith("[")) {
            path.append('.');
        }
        path.append(segment);
    }
}
