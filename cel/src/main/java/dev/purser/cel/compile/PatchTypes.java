package dev.purser.cel.compile;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The types of objects that patches are made of, as far as an expression uses them.
final class PatchTypes {
    private static final String OBJECT = "Object";
    private static final String JSON_PATCH = "JSONPatch";

    private static final Map<String, CelType> OPERATION_FIELDS =
            Map.of(
                    "op", SimpleType.STRING,
                    "path", SimpleType.STRING,
                    "from", SimpleType.STRING,
                    "value", SimpleType.DYN);

    /// cel-go does not say that a field is unknown, but that its type has no name.
    private static final CelType UNKNOWN_FIELD = OpaqueType.create("");

    private final Set<String> names = new HashSet<>();
    private final Set<String> fields = new HashSet<>();

    private PatchTypes() {}

    static List<StructType> of(CelExpr expression) {
        PatchTypes types = new PatchTypes();
        types.names.add(OBJECT);
        types.visit(expression);
        ImmutableSet<String> anyField = ImmutableSet.copyOf(types.fields);
        List<StructType> result = new ArrayList<>();
        types.names.forEach(name ->
                result.add(
                        StructType.create(name, anyField, field -> Optional.of(SimpleType.DYN))));
        result.add(
                StructType.create(
                        JSON_PATCH,
                        ImmutableSet.<String>builder()
                                .addAll(OPERATION_FIELDS.keySet())
                                .addAll(types.fields)
                                .build(),
                        field -> Optional.of(OPERATION_FIELDS.getOrDefault(field, UNKNOWN_FIELD))));
        return result;
    }

    private void visit(CelExpr node) {
        switch (node.getKind()) {
            case STRUCT -> {
                String name = node.struct().messageName();
                if (name.startsWith(OBJECT + ".")) {
                    names.add(name);
                }
                node.struct().entries().forEach(entry -> fields.add(entry.fieldKey()));
            }
            case SELECT -> fields.add(node.select().field());
            case CALL ->
                    node.call().args().stream()
                            .filter(argument ->
                                    argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT)
                            .filter(argument -> node.call().function().equals("_?._"))
                            .forEach(argument -> fields.add(argument.constant().stringValue()));
            default -> {
                // Only structures and selections have fields.
            }
        }
        TreeDepth.children(node).forEach(this::visit);
    }
}
