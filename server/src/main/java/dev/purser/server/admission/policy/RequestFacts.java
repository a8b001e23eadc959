package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.cel.library.Authority;
import dev.purser.cel.policy.PolicyInput;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A request as expressions see it. Thread-safe if its parts are.
public record RequestFacts(ClusterView cluster, Authorizer authorizer) {
    /// @param matched the resource as which the request is judged
    public PolicyInput input(AdmissionRequest request, GroupVersionResource matched) {
        Attributes attributes = request.attributes();
        return new PolicyInput(
                object(request, request.object(), matched),
                object(request, request.old(), matched),
                admissionRequest(request, matched),
                null,
                namespace(attributes),
                new RequestAuthority(authorizer, request.identity()),
                Authority.Query.of(attributes.group(), attributes.resource())
                        .withSubresource(attributes.subresource())
                        .withNamespace(attributes.namespace())
                        .withName(name(request)));
    }

    /// A request as it is told to whoever judges it outside, its objects included.
    ///
    /// @param matched the resource as which the request is judged
    public ObjectNode review(AdmissionRequest request, GroupVersionResource matched, String uid) {
        ObjectNode json = admissionRequest(request, matched).put("uid", uid);
        json.set("object", nullable(object(request, request.object(), matched)));
        json.set("oldObject", nullable(object(request, request.old(), matched)));
        return json;
    }

    private static JsonNode nullable(@Nullable JsonNode node) {
        return node == null ? JsonNodeFactory.instance.nullNode() : node;
    }

    /// The object in the version in which the policy wants to see it.
    private @Nullable JsonNode object(
            AdmissionRequest request, Optional<KubeObject> object, GroupVersionResource matched) {
        if (object.isEmpty()) {
            return null;
        }
        boolean isOwn =
                matched.version().equals(request.attributes().version())
                        || !request.attributes().subresource().isEmpty();
        if (isOwn) {
            return object.get().json();
        }
        ObjectNode other = object.get().json().deepCopy();
        other.put("apiVersion", matched.apiVersion());
        return other;
    }

    private @Nullable JsonNode namespace(Attributes attributes) {
        boolean isNamespace =
                attributes.group().isEmpty() && attributes.resource().equals("namespaces");
        if (attributes.namespace().isEmpty() || isNamespace) {
            return null;
        }
        ObjectNode namespace = cluster.namespace(attributes.namespace()).json();
        if (namespace.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            metadata.remove("ownerReferences");
            metadata.remove("selfLink");
        }
        return namespace;
    }

    private static String name(AdmissionRequest request) {
        if (request.isOfCollection()) {
            return "";
        }
        String name = request.attributes().name();
        return name.isEmpty() ? request.object().map(KubeObject::name).orElse("") : name;
    }

    private ObjectNode admissionRequest(AdmissionRequest request, GroupVersionResource matched) {
        Attributes attributes = request.attributes();
        GroupVersionResource own =
                new GroupVersionResource(
                        attributes.group(), attributes.version(), attributes.resource());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("uid", "");
        json.set("kind", kind(request, matched));
        json.set("resource", resource(matched));
        putIfSet(json, "subResource", attributes.subresource());
        json.set("requestKind", kind(request, own));
        json.set("requestResource", resource(own));
        putIfSet(json, "requestSubResource", attributes.subresource());
        putIfSet(json, "name", name(request));
        putIfSet(json, "namespace", attributes.namespace());
        json.put("operation", request.operation().name());
        json.set("userInfo", RequestAuthority.userInfo(request.identity()));
        json.putNull("object").putNull("oldObject").put("dryRun", request.isTried());
        json.set("options", options(request));
        return json;
    }

    private static void putIfSet(ObjectNode json, String member, String text) {
        if (!text.isEmpty()) {
            json.put(member, text);
        }
    }

    private static ObjectNode resource(GroupVersionResource resource) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", resource.group())
                .put("version", resource.version())
                .put("resource", resource.resource());
    }

    /// The kind of the object; where there is none, that of the resource.
    private ObjectNode kind(AdmissionRequest request, GroupVersionResource resource) {
        Optional<GroupVersionKind> ofObject =
                request.object()
                        .or(request::old)
                        .map(KubeObject::groupVersionKind)
                        .filter(found -> !found.kind().isEmpty())
                        .filter(found -> found.version().equals(resource.version()));
        GroupVersionKind kind =
                ofObject.or(() -> cluster.type(resource).map(ResourceType::kind))
                        .orElse(new GroupVersionKind(resource.group(), resource.version(), ""));
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static ObjectNode options(AdmissionRequest request) {
        String kind =
                switch (request.operation()) {
                    case CREATE -> "CreateOptions";
                    case UPDATE -> "UpdateOptions";
                    case DELETE -> "DeleteOptions";
                    case CONNECT -> "";
                };
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        if (!kind.isEmpty()) {
            options.put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
        }
        if (request.isTried()) {
            options.putArray("dryRun").add("All");
        }
        return options;
    }
}
