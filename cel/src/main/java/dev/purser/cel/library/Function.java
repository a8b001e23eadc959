package dev.purser.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.purser.cel.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A function by its name.
///
/// @param overloads its signatures, if the compiler has to be told
/// @param general what it does with whatever the compiler knew already; decides by itself what it
///   can do with its arguments
public record Function(String name, List<Overload> overloads, Optional<Body> general) {
    static Function of(String name, Overload... overloads) {
        return new Function(name, List.of(overloads), Optional.empty());
    }

    static Function known(String name, Body body) {
        return new Function(name, List.of(), Optional.of(body));
    }

    /// Both functions, which have the same name, as one.
    Function with(Function other) {
        List<Overload> all =
                java.util.stream.Stream.concat(overloads.stream(), other.overloads.stream())
                        .toList();
        return new Function(name, all, general.or(() -> other.general));
    }

    Optional<CelFunctionDecl> declaration() {
        return overloads.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        CelFunctionDecl.newFunctionDeclaration(
                                name, overloads.stream().map(Overload::declaration).toList()));
    }

    /// The body of one signature, or one that finds the signature by the arguments.
    ///
    /// @param overloadIds the signatures that the compiler considers possible
    public Body body(List<String> overloadIds) {
        List<Overload> possible =
                overloads.stream().filter(overload -> overloadIds.contains(overload.id())).toList();
        return arguments -> {
            for (Overload overload : possible) {
                if (RuntimeTypes.match(overload.parameters(), arguments)) {
                    return overload.body().call(arguments);
                }
            }
            return general.filter(body -> possible.size() < overloadIds.size())
                    .orElse(this::refuse)
                    .call(arguments);
        };
    }

    private Value refuse(List<Value> arguments) {
        String types = arguments.stream().map(Value::typeName).collect(Collectors.joining(", "));
        throw new dev.purser.cel.value.EvaluationException(
                "no such overload: %s(%s)".formatted(name, types));
    }
}
