package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.selector.LabelSelector;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Finds the objects that a policy's parameters are in. Thread-safe.
///
/// @param cluster where they are looked for
record ParamLookup(ClusterView cluster) {
    /// A policy or a binding cannot be used as it is configured.
    static final class ConfigurationException extends Exception {
        private static final long serialVersionUID = 1L;

        ConfigurationException(String message) {
            super(message);
        }
    }

    /// The resource of a policy's parameters; empty if it has none.
    Optional<ResourceType> type(JsonNode paramKind) throws ConfigurationException {
        if (!paramKind.isObject()) {
            return Optional.empty();
        }
        GroupVersionKind kind =
                GroupVersionKind.of(
                        paramKind.path("apiVersion").asString(""),
                        paramKind.path("kind").asString(""));
        Optional<ResourceType> type = cluster.type(kind);
        if (type.isEmpty()) {
            throw new ConfigurationException(
                    "failed to find resource referenced by paramKind: '%s, Kind=%s'"
                            .formatted(
                                    kind.group().isEmpty()
                                            ? "/" + kind.version()
                                            : kind.apiVersion(),
                                    kind.kind()));
        }
        return type;
    }

    /// The parameters to judge a request by, one after the other; an empty one if there are none to
    /// be had. Without any, the request is not judged.
    ///
    /// @param namespace the request's; empty for what is in none
    List<Optional<KubeObject>> find(
            Optional<ResourceType> type, JsonNode reference, String namespace)
            throws ConfigurationException {
        if (type.isEmpty() || !reference.isObject()) {
            return List.of(Optional.empty());
        }
        String within = namespace(type.get(), reference, namespace);
        String name = reference.path("name").asString("");
        List<KubeObject> found =
                name.isEmpty()
                        ? selected(type.get(), within, reference.path("selector"))
                        : cluster
                                .objects()
                                .find(type.get().groupVersionResource(), within, name)
                                .stream()
                                .toList();
        if (found.isEmpty()
                && reference.path("parameterNotFoundAction").asString("").equals("Deny")) {
            throw new ConfigurationException(
                    "no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        return found.stream().map(Optional::of).toList();
    }

    private static String namespace(ResourceType type, JsonNode reference, String namespace)
            throws ConfigurationException {
        String given = reference.path("namespace").asString("");
        if (!type.isNamespaced()) {
            if (!given.isEmpty()) {
                throw new ConfigurationException(
                        "paramRef.namespace must not be provided for a cluster-scoped"
                                + " `paramKind`");
            }
            return "";
        }
        if (given.isEmpty() && namespace.isEmpty()) {
            throw new ConfigurationException(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped"
                            + " resources");
        }
        return given.isEmpty() ? namespace : given;
    }

    private List<KubeObject> selected(ResourceType type, String namespace, JsonNode selector) {
        LabelSelector labels = LabelSelector.of(selector);
        return cluster.objects().list(type.groupVersionResource(), namespace).stream()
                .filter(object -> labels.matches(object.labels()))
                .toList();
    }
}
