package dev.purser.server;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.server.audit.Auditor;
import dev.purser.server.audit.InternalCall;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The API in process with its calls audited like everybody's. Thread-safe.
final class AuditedApi implements Api {
    private final Auditor auditor;
    private final Identity identity;
    private final String program;
    private final Function<AuditTrail, InProcessApi> apis;

    /// @param program takes the place of a User-Agent
    /// @param apis makes the API that reports to a trail
    AuditedApi(
            Auditor auditor,
            Identity identity,
            String program,
            Function<AuditTrail, InProcessApi> apis) {
        this.auditor = auditor;
        this.identity = identity;
        this.program = program;
        this.apis = apis;
    }

    @Override
    public KubeObject get(GroupVersionResource resource, String namespace, String name) {
        Attributes attributes = attributes("get", new ObjectRef(resource, namespace, name), "");
        return object(attributes, trail -> apis.apply(trail).get(resource, namespace, name));
    }

    @Override
    public ObjectList list(GroupVersionResource resource, String namespace, ListOptions options) {
        Attributes attributes =
                attributes("list", selected(resource, namespace, options.fieldSelector()), "");
        InternalCall call =
                InternalCall.selecting(
                        identity,
                        program,
                        attributes,
                        options.labelSelector(),
                        options.fieldSelector());
        return auditor.follow(
                call, list -> null, trail -> apis.apply(trail).list(resource, namespace, options));
    }

    @Override
    public Watch watch(GroupVersionResource resource, String namespace, WatchOptions options) {
        Attributes attributes =
                attributes("watch", selected(resource, namespace, options.fieldSelector()), "");
        InternalCall call =
                InternalCall.selecting(
                        identity,
                        program,
                        attributes,
                        options.labelSelector(),
                        options.fieldSelector());
        return auditor.followLasting(
                call,
                (trail, onEnd) -> apis.apply(trail).watch(resource, namespace, options, onEnd));
    }

    @Override
    public KubeObject create(GroupVersionResource resource, KubeObject object) {
        ObjectRef reference = new ObjectRef(resource, object.namespace(), "");
        return object(
                attributes("create", reference, ""),
                trail -> {
                    trail.requestObject(object.json());
                    return apis.apply(trail).create(resource, object);
                });
    }

    @Override
    public KubeObject createSubresource(ObjectRef parent, String subresource, KubeObject body) {
        return object(
                attributes("create", parent, subresource),
                trail -> {
                    trail.requestObject(body.json());
                    return apis.apply(trail).createSubresource(parent, subresource, body);
                });
    }

    @Override
    public KubeObject update(GroupVersionResource resource, KubeObject object) {
        return object(
                attributes("update", ObjectRef.of(resource, object), ""),
                trail -> {
                    trail.requestObject(object.json());
                    return apis.apply(trail).update(resource, object);
                });
    }

    @Override
    public KubeObject updateSubresource(ObjectRef parent, String subresource, KubeObject body) {
        return object(
                attributes("update", parent, subresource),
                trail -> {
                    trail.requestObject(body.json());
                    return apis.apply(trail).updateSubresource(parent, subresource, body);
                });
    }

    @Override
    public KubeObject patch(ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        return object(
                attributes("patch", object, subresource),
                trail -> {
                    trail.requestBody(() -> patch);
                    return apis.apply(trail).patch(object, subresource, type, patch);
                });
    }

    @Override
    public void delete(ObjectRef object, DeleteOptions options) {
        Attributes attributes = attributes("delete", object, "");
        auditor.follow(
                InternalCall.of(identity, program, attributes),
                done -> null,
                trail -> {
                    apis.apply(trail).delete(object, options);
                    return attributes;
                });
    }

    private KubeObject object(Attributes attributes, Function<AuditTrail, KubeObject> handler) {
        InternalCall call = InternalCall.of(identity, program, attributes);
        return auditor.follow(call, KubeObject::json, handler);
    }

    /// What a collection is narrowed to, if it is to one name.
    private static ObjectRef selected(
            GroupVersionResource resource, String namespace, String fieldSelector) {
        String name;
        try {
            name = FieldSelector.parse(fieldSelector).requiredValue("metadata.name").orElse("");
        } catch (SelectorException e) {
            // Refused later, in its own words.
            name = "";
        }
        return new ObjectRef(resource, namespace, name);
    }

    private static Attributes attributes(String verb, ObjectRef object, String subresource) {
        GroupVersionResource resource = object.resource();
        return new Attributes(
                verb,
                resource.group(),
                resource.version(),
                resource.resource(),
                subresource,
                object.namespace(),
                object.name(),
                "");
    }
}
