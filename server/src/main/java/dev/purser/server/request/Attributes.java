package dev.purser.server.request;

import dev.purser.api.selector.FieldSelector;

/// What a request wants to do, as authorization sees it (`authorizer.Attributes`).
///
/// A resource request has a resource; a non-resource request (`/healthz`, `/version`) has only verb
/// and path.
///
/// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`;
///   for non-resource requests the HTTP method in lower case
/// @param subresource empty for none
/// @param namespace empty for cluster scope and all namespaces
/// @param name empty for collections; a list or watch by `metadata.name` field selector has that
///   name
/// @param path the URL's path
/// @param fields by which fields a collection is narrowed; everything where nothing says so
public record Attributes(
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path,
        FieldSelector fields) {
    /// What asks for no field selector.
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

    public boolean isResourceRequest() {
        return !resource.isEmpty();
    }

    public static Attributes nonResource(String verb, String path) {
        return new Attributes(verb, "", "", "", "", "", "", path);
    }

    /// The same with another verb.
    public Attributes withVerb(String other) {
        return new Attributes(
                other, group, version, resource, subresource, namespace, name, path, fields);
    }

    /// The same for what a field selector leaves of a collection.
    public Attributes withFields(FieldSelector narrower) {
        return new Attributes(
                verb, group, version, resource, subresource, namespace, name, path, narrower);
    }
}
