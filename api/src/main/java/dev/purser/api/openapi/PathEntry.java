package dev.purser.api.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A path with everything that can be done there.
///
/// @param path with its parameters in braces: `/api/v1/namespaces/{namespace}/configmaps`
/// @param parameters of the path itself
/// @param operations in the order in which OpenAPI's documents name the methods
record PathEntry(String path, List<Parameter> parameters, List<Operation> operations) {
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch");

    PathEntry {
        operations =
                operations.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        operation -> METHODS.indexOf(operation.method())))
                        .toList();
    }

    /// The parameters of the path, and those that all its operations have, by name.
    List<Parameter> shared() {
        return Stream.concat(
                        parameters.stream(),
                        operations.getFirst().parameters().stream().filter(this::isOfAll))
                .sorted(Comparator.comparing(Parameter::name))
                .toList();
    }

    /// The parameters that this operation has and another of the path has not.
    List<Parameter> own(Operation operation) {
        return operation.parameters().stream().filter(parameter -> !isOfAll(parameter)).toList();
    }

    private boolean isOfAll(Parameter parameter) {
        return operations.stream().allMatch(each -> each.parameters().contains(parameter));
    }
}
