package dev.purser.api.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A parameter of an operation.
///
/// @param place `query` or `path`
/// @param type OpenAPI's type
record Parameter(String name, String place, String type) {
    static final Parameter NAME = new Parameter("name", "path", "string");
    static final Parameter NAMESPACE = new Parameter("namespace", "path", "string");
    static final Parameter PRETTY = query("pretty", "string");

    private static final List<Parameter> WRITE =
            List.of(
                    query("dryRun", "string"),
                    query("fieldManager", "string"),
                    query("fieldValidation", "string"));
    private static final List<Parameter> DELETE =
            List.of(
                    query("dryRun", "string"),
                    query("gracePeriodSeconds", "integer"),
                    query("ignoreStoreReadErrorWithClusterBreakingPotential", "boolean"),
                    query("orphanDependents", "boolean"),
                    query("propagationPolicy", "string"));
    private static final List<Parameter> SELECT =
            List.of(
                    query("continue", "string"),
                    query("fieldSelector", "string"),
                    query("labelSelector", "string"),
                    query("limit", "integer"),
                    query("resourceVersion", "string"),
                    query("resourceVersionMatch", "string"),
                    query("sendInitialEvents", "boolean"),
                    query("shardSelector", "string"),
                    query("timeoutSeconds", "integer"));

    private static Parameter query(String name, String type) {
        return new Parameter(name, "query", type);
    }

    /// The parameters of an action, by name.
    static List<Parameter> of(String action) {
        return switch (action) {
            case "post", "put" -> WRITE;
            case "patch" -> with(WRITE, List.of(query("force", "boolean")));
            case "delete" -> DELETE;
            case "list" ->
                    with(
                            SELECT,
                            List.of(
                                    query("allowWatchBookmarks", "boolean"),
                                    query("watch", "boolean")));
            case "deletecollection" -> with(SELECT, DELETE);
            default -> List.of();
        };
    }

    private static List<Parameter> with(List<Parameter> some, List<Parameter> more) {
        List<Parameter> all = new ArrayList<>(some);
        all.addAll(more);
        all.sort(Comparator.comparing(Parameter::name));
        return List.copyOf(all);
    }
}
