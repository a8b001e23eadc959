package dev.purser.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All functions that expressions may call. Immutable and thread-safe.
public final class Library {
    private final Map<String, Function> functions;

    private Library(Stream<Function> functions) {
        Map<String, Function> byName = new LinkedHashMap<>();
        functions.forEach(function -> byName.merge(function.name(), function, Function::with));
        this.functions = Map.copyOf(byName);
    }

    /// What Kubernetes 1.37 lets new expressions use: what its predecessor knew too.
    public static Library standard() {
        return new Library(standardFunctions());
    }

    /// The standard library and what only patches need.
    public static Library forPatches() {
        Function escape =
                Function.of(
                        "jsonpatch.escapeKey",
                        Overload.global(
                                "string_jsonpatch_escapeKey_string",
                                SimpleType.STRING,
                                arguments ->
                                        new Value.Text(
                                                Arguments.text(arguments, 0)
                                                        .replace("~", "~0")
                                                        .replace("/", "~1")),
                                SimpleType.STRING));
        return new Library(Stream.concat(standardFunctions(), Stream.of(escape)));
    }

    private static Stream<Function> standardFunctions() {
        List<List<Function>> groups =
                List.of(
                        ArithmeticFunctions.all(),
                        ContainerFunctions.all(),
                        ConversionFunctions.all(),
                        TimeFunctions.all(),
                        RegexFunctions.all(),
                        StringFunctions.all(),
                        ListFunctions.all(),
                        CollectionFunctions.all(),
                        OptionalFunctions.all(),
                        UrlFunctions.all(),
                        QuantityFunctions.all(),
                        NetworkFunctions.all(),
                        SemverFunctions.all(),
                        FormatFunctions.all(),
                        AuthorizerFunctions.all());
        return groups.stream().flatMap(List::stream);
    }

    /// The function of a name, unless the interpreter itself knows it.
    public Optional<Function> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /// What the compiler has to be told.
    public List<CelFunctionDecl> declarations() {
        List<CelFunctionDecl> declarations = new ArrayList<>();
        functions.values().forEach(function -> function.declaration().ifPresent(declarations::add));
        return declarations;
    }
}
