package dev.purser.server.request;

import dev.purser.api.selector.FieldSelector;

/// What a request wants to do, as authorization sees it (`authorizer.Attributes`).
///
/// A resource request has a resource, but in an access review it may be left out; a non-resource
/// request (`/healthz`, `/version`) has only verb and path.
///
/// @param isResourceRequest which of the two it is
/// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`;
///   for non-resource requests the HTTP method in lower case
/// @param subresource empty for none
/// @param namespace empty for cluster scope and all namespaces
/// @param name empty for collections; a list or watch by `metadata.name` field selector has that
///   name
/// @param path the URL's path
/// @param fields by which fields a collection is narrowed; everything where nothing says so
public record Attributes(
        boolean isResourceRequest,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path,
        FieldSelector fields) {
    /// A resource request.
    public Attributes(
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name,
            String path,
            FieldSelector fields) {
        this(true, verb, group, version, resource, subresource, namespace, name, path, fields);
    }

    /// A resource request that asks for no field selector.
    public Attributes(
            String verb,
            String group,
            String version,
            String resource,
            String subresource,
            String namespace,
            String name,
            String path) {
        this(
                verb,
                group,
                version,
                resource,
                subresource,
                namespace,
                name,
                path,
                FieldSelector.everything());
    }

    public static Attributes nonResource(String verb, String path) {
        return new Attributes(
                false, verb, "", "", "", "", "", "", path, FieldSelector.everything());
    }

    /// The same with another verb.
    public Attributes withVerb(String other) {
        return new Attributes(
                isResourceRequest,
                other,
                group,
                version,
                resource,
                subresource,
                namespace,
                name,
                path,
                fields);
    }

    /// The same for what a field selector leaves of a collection.
    public Attributes withFields(FieldSelector narrower) {
        return new Attributes(
                isResourceRequest,
                verb,
                group,
                version,
                resource,
                subresource,
                namespace,
                name,
                path,
                narrower);
    }
}
