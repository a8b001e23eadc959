package dev.purser.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/// Semantic versions. Their methods share names with those of quantities.
final class SemverFunctions {
    private SemverFunctions() {}

    record SemverValue(SemanticVersion version) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.SEMVER.name();
        }

        @Override
        public boolean equalTo(OpaqueValue other) {
            return other instanceof SemverValue(SemanticVersion theirs)
                    && version.compareTo(theirs) == 0;
        }
    }

    static List<Function> all() {
        return List.of(
                Function.of(
                        "semver",
                        Overload.global(
                                "string_to_semver",
                                KubeTypes.SEMVER,
                                arguments -> new SemverValue(parse(arguments)),
                                SimpleType.STRING),
                        Overload.global(
                                "string_bool_to_semver",
                                KubeTypes.SEMVER,
                                arguments -> new SemverValue(parse(arguments)),
                                SimpleType.STRING,
                                SimpleType.BOOL)),
                Function.of(
                        "isSemver",
                        Overload.global(
                                "is_semver_string",
                                SimpleType.BOOL,
                                SemverFunctions::isSemver,
                                SimpleType.STRING),
                        Overload.global(
                                "is_semver_string_bool",
                                SimpleType.BOOL,
                                SemverFunctions::isSemver,
                                SimpleType.STRING,
                                SimpleType.BOOL)),
                comparison(
                        "isGreaterThan",
                        "semver_is_greater_than",
                        SimpleType.BOOL,
                        (a, b) -> Value.Bool.of(a.compareTo(b) > 0)),
                comparison(
                        "isLessThan",
                        "semver_is_less_than",
                        SimpleType.BOOL,
                        (a, b) -> Value.Bool.of(a.compareTo(b) < 0)),
                comparison(
                        "compareTo",
                        "semver_compare_to",
                        SimpleType.INT,
                        (a, b) -> new Value.Int(a.compareTo(b))),
                part("major", SemanticVersion::major),
                part("minor", SemanticVersion::minor),
                part("patch", SemanticVersion::patch));
    }

    private static Function comparison(
            String name,
            String id,
            CelType result,
            BiFunction<SemanticVersion, SemanticVersion, Value> compare) {
        return Function.of(
                name,
                Overload.member(
                        id,
                        result,
                        arguments -> compare.apply(version(arguments, 0), version(arguments, 1)),
                        KubeTypes.SEMVER,
                        KubeTypes.SEMVER));
    }

    private static Function part(String name, ToLongFunction<SemanticVersion> read) {
        return Function.of(
                name,
                Overload.member(
                        "semver_" + name,
                        SimpleType.INT,
                        arguments -> new Value.Int(read.applyAsLong(version(arguments, 0))),
                        KubeTypes.SEMVER));
    }

    private static SemanticVersion version(List<Value> arguments, int index) {
        return Arguments.of(SemverValue.class, arguments, index).version();
    }

    private static SemanticVersion parse(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        boolean leniently = arguments.size() > 1 && Arguments.bool(arguments, 1);
        return leniently ? SemanticVersion.parseLeniently(text) : SemanticVersion.parse(text);
    }

    private static Value isSemver(List<Value> arguments) {
        try {
            parse(arguments);
            return Value.Bool.TRUE;
        } catch (EvaluationException e) {
            return Value.Bool.FALSE;
        }
    }
}
