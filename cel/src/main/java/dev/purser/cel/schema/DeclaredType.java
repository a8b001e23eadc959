package dev.purser.cel.schema;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A type that a schema declares, with what costs are estimated from.
public sealed interface DeclaredType {
    /// The type as the compiler knows it.
    CelType celType();

    /// How many elements, members or bytes a value has at most.
    long maxElements();

    /// How many bytes of JSON a value takes at least.
    long minSize();

    /// The type of the elements of a list or of the values of a map.
    default Optional<DeclaredType> element() {
        return Optional.empty();
    }

    /// The type of the field of an object that an identifier names.
    default Optional<DeclaredType> field(String identifier) {
        return Optional.empty();
    }

    /// All object types in this type, this one included.
    default List<ObjectType> objects() {
        return element().map(DeclaredType::objects).orElseGet(List::of);
    }

    /// A type without parts.
    record Scalar(CelType celType, long maxElements, long minSize) implements DeclaredType {
        public static final Scalar BOOL = new Scalar(SimpleType.BOOL, 0, 4);
        public static final Scalar INT = new Scalar(SimpleType.INT, 0, 1);
        public static final Scalar DOUBLE = new Scalar(SimpleType.DOUBLE, 0, 1);
        public static final Scalar STRING = new Scalar(SimpleType.STRING, 0, 2);
        public static final Scalar TIMESTAMP = new Scalar(SimpleType.TIMESTAMP, 0, 12);
        public static final Scalar DYN = new Scalar(SimpleType.DYN, 0, 1);
    }

    /// A list.
    record ListOf(DeclaredType elements, long maxElements) implements DeclaredType {
        @Override
        public CelType celType() {
            return ListType.create(elements.celType());
        }

        @Override
        public long minSize() {
            return 2;
        }

        @Override
        public Optional<DeclaredType> element() {
            return Optional.of(elements);
        }
    }

    /// A map with keys of text.
    record MapOf(DeclaredType values, long maxElements) implements DeclaredType {
        @Override
        public CelType celType() {
            return MapType.create(SimpleType.STRING, values.celType());
        }

        @Override
        public long minSize() {
            return 2;
        }

        @Override
        public Optional<DeclaredType> element() {
            return Optional.of(values);
        }
    }

    /// An object with named fields.
    ///
    /// @param name unique among the types of an expression
    /// @param fields by identifier
    record ObjectType(String name, Map<String, DeclaredType> fields, long minSize)
            implements DeclaredType {
        @Override
        public StructType celType() {
            ImmutableMap<String, CelType> types = fieldTypes();
            return StructType.create(
                    name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
        }

        /// A reserved word names a field with and without its escape.
        private ImmutableMap<String, CelType> fieldTypes() {
            Map<String, CelType> types = new LinkedHashMap<>();
            fields.forEach((identifier, type) -> {
                CelType celType = type.celType();
                types.put(identifier, celType);
                FieldNames.unescape(identifier)
                        .filter(FieldNames::isReserved)
                        .ifPresent(word -> types.put(word, celType));
            });
            return ImmutableMap.copyOf(types);
        }

        @Override
        public long maxElements() {
            return 0;
        }

        @Override
        public Optional<DeclaredType> field(String identifier) {
            DeclaredType type = fields.get(identifier);
            return type == null && FieldNames.isReserved(identifier)
                    ? Optional.ofNullable(fields.get("__" + identifier + "__"))
                    : Optional.ofNullable(type);
        }

        @Override
        public List<ObjectType> objects() {
            return Stream.concat(
                            Stream.of(this),
                            fields.values().stream().flatMap(type -> type.objects().stream()))
                    .toList();
        }
    }
}
