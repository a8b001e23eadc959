package dev.purser.external.template.run;

import dev.purser.external.template.syntax.Node;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.KeyPair;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Moment;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Version;
import java.util.Optional;

/// Fields and methods of values.
final class Fields {
    private final Failures failures;

    Fields(Failures failures) {
        this.failures = failures;
    }

    Optional<Function> method(Value receiver, String name) {
        return switch (receiver) {
            case Moment moment -> TimeMethods.find(moment, name);
            case Version version -> VersionMethods.find(version, name);
            default -> Optional.empty();
        };
    }

    /// @param type as which the receiver is known
    Value get(Node node, Value receiver, GoType type, String name, boolean hasArguments)
            throws ExecutionException {
        if (receiver == Nil.NOTHING) {
            throw failures.at(node, "nil data; no entry for key " + Quoting.quote(name));
        }
        if (receiver == Nil.EMPTY_INTERFACE) {
            throw failures.at(node, "nil pointer evaluating " + GoType.ANY + "." + name);
        }
        if (receiver instanceof Mapping map) {
            return member(node, map, name, hasArguments);
        }
        if (receiver instanceof KeyPair pair && (name.equals("Cert") || name.equals("Key"))) {
            return Value.of(name.equals("Cert") ? pair.certificate() : pair.key());
        }
        throw failures.at(node, "can't evaluate field " + name + " in type " + type);
    }

    private Value member(Node node, Mapping map, String name, boolean hasArguments)
            throws ExecutionException {
        if (hasArguments) {
            throw failures.at(node, name + " is not a method but has arguments");
        }
        Value value = map.members().get(name);
        if (value == null) {
            throw failures.at(node, "map has no entry for key " + Quoting.quote(name));
        }
        return value;
    }
}
