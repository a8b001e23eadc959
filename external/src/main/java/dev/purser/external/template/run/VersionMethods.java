package dev.purser.external.template.run;

import dev.purser.external.template.run.Function.Body;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// The methods of versions that templates use.
final class VersionMethods {
    private VersionMethods() {}

    static Optional<Function> find(Version version, String name) {
        return switch (name) {
            case "Major" -> of(_ -> Value.of(version.major()));
            case "Minor" -> of(_ -> Value.of(version.minor()));
            case "Patch" -> of(_ -> Value.of(version.patch()));
            case "Prerelease" -> of(_ -> Value.of(version.prerelease()));
            case "Metadata" -> of(_ -> Value.of(version.metadata()));
            case "Original" -> of(_ -> Value.of(version.original()));
            case "String" -> of(_ -> Value.of(version.normal()));
            case "Compare" -> comparing(version, Value::of);
            case "Equal" -> comparing(version, order -> Value.of(order == 0));
            case "LessThan" -> comparing(version, order -> Value.of(order < 0));
            case "GreaterThan" -> comparing(version, order -> Value.of(order > 0));
            default -> Optional.empty();
        };
    }

    private static Optional<Function> of(Body body) {
        return Optional.of(new Function(List.of(), false, body));
    }

    private static Optional<Function> comparing(Version version, IntFunction<Value> result) {
        Body body =
                a -> {
                    if (a.value(0) instanceof Version other) {
                        return result.apply(version.compareTo(other));
                    }
                    throw new CallException("not a version");
                };
        return Optional.of(new Function(List.of(GoType.VERSION), false, body));
    }
}
