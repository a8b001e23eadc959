package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.authz.Authorizer.Decision;
import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Only who may delete an object gives it an owner, with whom it would go; only who may finalize
/// the owner lets the object hold up its deletion.
public final class OwnerReferencesPermissionEnforcement implements AdmissionPlugin {
    private static final GroupResource PODS = new GroupResource("", "pods");

    private final Authorizer authorizer;
    private final Supplier<Catalog> catalog;

    public OwnerReferencesPermissionEnforcement(Authorizer authorizer, Supplier<Catalog> catalog) {
        this.authorizer = authorizer;
        this.catalog = catalog;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean isWrite =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (!isWrite || request.isFor(PODS, "status")) {
            return;
        }
        List<JsonNode> owners = owners(request.object());
        List<JsonNode> before = owners(request.old());
        if (owners.equals(before)) {
            return;
        }
        if (request.operation() == Operation.UPDATE) {
            requireDeletion(request);
        }
        List<JsonNode> blocking = newlyBlocking(owners, before);
        if (!blocking.isEmpty() && !mayFinalizeAnything(request)) {
            blocking.forEach(owner -> requireFinalizers(request, owner));
        }
    }

    private static List<JsonNode> owners(Optional<KubeObject> object) {
        List<JsonNode> owners = new ArrayList<>();
        object.ifPresent(found -> found.metadata().path("ownerReferences").forEach(owners::add));
        return owners;
    }

    private void requireDeletion(AdmissionRequest request) {
        Decision decision =
                authorizer.authorize(request.identity(), request.attributes().withVerb("delete"));
        if (!(decision instanceof Allowed)) {
            throw request.forbidden(
                    "cannot set an ownerRef on a resource you can't delete: %s, <nil>"
                            .formatted(decision.reason()));
        }
    }

    private static List<JsonNode> newlyBlocking(List<JsonNode> owners, List<JsonNode> before) {
        Set<String> blockingBefore = new HashSet<>();
        before.stream()
                .filter(OwnerReferencesPermissionEnforcement::isBlocking)
                .forEach(owner -> blockingBefore.add(text(owner, "uid")));
        return owners.stream()
                .filter(OwnerReferencesPermissionEnforcement::isBlocking)
                .filter(owner -> !blockingBefore.contains(text(owner, "uid")))
                .toList();
    }

    private static boolean isBlocking(JsonNode owner) {
        return owner.path("blockOwnerDeletion").asBoolean(false);
    }

    private boolean mayFinalizeAnything(AdmissionRequest request) {
        Attributes anything = new Attributes("update", "*", "*", "*", "finalizers", "", "*", "");
        return authorizer.authorize(request.identity(), anything) instanceof Allowed;
    }

    private void requireFinalizers(AdmissionRequest request, JsonNode owner) {
        String apiVersion = text(owner, "apiVersion");
        GroupVersionKind kind = GroupVersionKind.of(apiVersion, text(owner, "kind"));
        ResourceType type =
                catalog.get()
                        .find(kind)
                        .orElseThrow(() ->
                                request.forbidden(
                                        "cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion %1$s Kind %2$s: no matches for kind \"%2$s\" in version \"%1$s\""
                                                .formatted(apiVersion, kind.kind())));
        Attributes finalizers =
                new Attributes(
                        "update",
                        kind.group(),
                        kind.version(),
                        type.groupResource().resource(),
                        "finalizers",
                        type.isNamespaced() ? request.attributes().namespace() : "",
                        text(owner, "name"),
                        "");
        Decision decision = authorizer.authorize(request.identity(), finalizers);
        if (!(decision instanceof Allowed)) {
            throw request.forbidden(
                    "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: %s, <nil>"
                            .formatted(decision.reason()));
        }
    }

    private static String text(JsonNode owner, String field) {
        return owner.path(field).asString("");
    }
}
