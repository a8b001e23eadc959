package dev.purser.api.openapi;

import dev.purser.api.meta.GroupVersionKind;
import java.util.List;

/// What can be done at a path with one HTTP method.
///
/// @param method in lower case
/// @param action Kubernetes' name for it: `get`, `list`, `post`, `put`, `patch`, `delete`,
///   `deletecollection`, `connect`
/// @param id unique over the whole API
/// @param kind what is read or written
/// @param body the schema of the request's body; empty for none
/// @param answer the schema of the answer; empty where it has none
record Operation(
        String method,
        String action,
        String id,
        GroupVersionKind kind,
        String body,
        String answer) {
    private static final List<String> PATCHES =
            List.of(
                    "application/json-patch+json",
                    "application/merge-patch+json",
                    "application/strategic-merge-patch+json",
                    "application/apply-patch+yaml",
                    "application/apply-patch+cbor");
    private static final List<String> OBJECTS =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    /// The media types of the request's body.
    List<String> consumes() {
        return action.equals("patch") ? PATCHES : List.of("*/*");
    }

    /// The media types of the answer.
    List<String> produces() {
        return OBJECTS;
    }

    /// The status code of success that comes first.
    String successCode() {
        return action.equals("post") ? "201" : "200";
    }
}
