package dev.purser.api.openapi;

import dev.purser.api.meta.GroupVersionKind;
import java.util.List;
import java.util.stream.Stream;

/// What can be done at a path with one HTTP method.
///
/// @param method in lower case
/// @param action Kubernetes' name for it: `get`, `list`, `post`, `put`, `patch`, `delete`,
///   `deletecollection`, `connect`
/// @param id unique over the whole API
/// @param kind what is read or written
/// @param body the schema of the request's body; empty for none
/// @param answer the schema of the answer; empty where it has none
/// @param patches the media types of patches that are understood
record Operation(
        String method,
        String action,
        String id,
        GroupVersionKind kind,
        String body,
        String answer,
        List<String> patches) {
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final List<String> PATCHES =
            List.of(
                    "application/json-patch+json",
                    "application/merge-patch+json",
                    STRATEGIC,
                    "application/apply-patch+yaml");
    private static final List<String> OBJECTS =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final List<String> LISTS =
            Stream.concat(
                            OBJECTS.stream(),
                            Stream.of(
                                    "application/json;stream=watch",
                                    "application/vnd.kubernetes.protobuf;stream=watch"))
                    .toList();

    /// An answer that means success.
    record Success(String code, String text) {
        private static final Success OK = new Success("200", "OK");
        private static final Success CREATED = new Success("201", "Created");
        private static final Success ACCEPTED = new Success("202", "Accepted");
    }

    /// An operation of a built-in resource.
    Operation(
            String method,
            String action,
            String id,
            GroupVersionKind kind,
            String body,
            String answer) {
        this(method, action, id, kind, body, answer, PATCHES);
    }

    /// The operation on a custom resource, whose lists nobody knows how to merge. Clients look for
    /// it: kubectl sends a strategic patch where a document says that one is understood.
    Operation ofCustomResource() {
        List<String> plain = PATCHES.stream().filter(type -> !type.equals(STRATEGIC)).toList();
        return new Operation(method, action, id, kind, body, answer, plain);
    }

    /// The media types of the request's body.
    List<String> consumes() {
        return action.equals("patch") ? patches : List.of("*/*");
    }

    /// The media types of the answer.
    List<String> produces() {
        return switch (action) {
            case "list" -> LISTS;
            case "connect" -> List.of("*/*");
            default -> OBJECTS;
        };
    }

    /// Whether a request without a body makes no sense.
    boolean requiresBody() {
        return !body.isEmpty() && !method.equals("delete");
    }

    /// The parameters of the operation itself, by name.
    List<Parameter> parameters() {
        return Parameter.of(action);
    }

    /// The answers that mean success.
    List<Success> successes() {
        return switch (action) {
            case "post" -> List.of(Success.OK, Success.CREATED, Success.ACCEPTED);
            case "put", "patch" -> List.of(Success.OK, Success.CREATED);
            case "delete" -> List.of(Success.OK, Success.ACCEPTED);
            default -> List.of(Success.OK);
        };
    }
}
