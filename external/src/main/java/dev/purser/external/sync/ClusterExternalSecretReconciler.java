package dev.purser.external.sync;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import dev.purser.client.cache.ObjectCache;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.Owners;
import dev.purser.external.resource.ExternalResources;
import dev.purser.external.resource.Marks;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes an ExternalSecret in each namespace that a ClusterExternalSecret chooses, and removes
/// those of namespaces that it no longer does.
final class ClusterExternalSecretReconciler {
    private static final GroupVersionKind EXTERNAL_SECRET =
            new GroupVersionKind(
                    ExternalResources.GROUP, ExternalResources.VERSION, "ExternalSecret");
    private static final String SOME_FAILED = "one or more namespaces failed";

    private final Api api;
    private final ObjectCache namespaces;

    ClusterExternalSecretReconciler(Api api, ObjectCache namespaces) {
        this.api = api;
        this.namespaces = namespaces;
    }

    /// Returns the object; empty when there is none any more.
    Optional<KubeObject> reconcile(String name) {
        Optional<KubeObject> found = read(ExternalResources.CLUSTER_EXTERNAL_SECRETS, "", name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        KubeObject owner = found.get();
        if (owner.deletionTimestamp().isPresent()) {
            goAway(owner);
            return Optional.empty();
        }
        keepUntilCleanedUp(owner);
        provision(owner);
        return found;
    }

    private Optional<KubeObject> read(
            GroupVersionResource resource, String namespace, String name) {
        try {
            return Optional.of(api.get(resource, namespace, name));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void provision(KubeObject owner) {
        String name = madeName(owner);
        Map<String, String> failed = new TreeMap<>();
        Set<String> provisioned = new TreeSet<>();
        Set<String> chosen = new LinkedHashSet<>();
        try {
            NamespaceChoice choice = new NamespaceChoice(owner.spec());
            for (KubeObject namespace : namespaces.list()) {
                if (choice.matches(namespace) && namespace.deletionTimestamp().isEmpty()) {
                    chosen.add(namespace.name());
                }
            }
        } catch (SelectorException e) {
            failed.put("unknown", String.valueOf(e.getMessage()));
            writeStatus(owner, name, previous(owner), failed);
            return;
        }
        removeOthers(owner, name, chosen, failed);
        for (String namespace : chosen) {
            try {
                make(owner, namespace, name);
                provisioned.add(namespace);
            } catch (StatusException e) {
                if (e.reason() == StatusReason.CONFLICT) {
                    throw e;
                }
                failed.put(namespace, String.valueOf(e.getMessage()));
            } catch (TakenException e) {
                failed.put(namespace, String.valueOf(e.getMessage()));
            }
        }
        writeStatus(owner, name, provisioned, failed);
    }

    /// An ExternalSecret of the name is somebody else's.
    private static final class TakenException extends Exception {
        private static final long serialVersionUID = 1L;

        TakenException() {
            super("external secret already exists in namespace");
        }
    }

    private static String madeName(KubeObject owner) {
        String name = owner.json().path("spec").path("externalSecretName").asString("");
        return name.isEmpty() ? owner.name() : name;
    }

    private static Set<String> previous(KubeObject owner) {
        Set<String> names = new TreeSet<>();
        owner.json()
                .path("status")
                .path("provisionedNamespaces")
                .forEach(name -> names.add(name.asString("")));
        return names;
    }

    private static String previousName(KubeObject owner) {
        String name = owner.json().path("status").path("externalSecretName").asString("");
        return name.isEmpty() ? madeName(owner) : name;
    }

    private void removeOthers(
            KubeObject owner, String name, Set<String> chosen, Map<String, String> failed) {
        String before = previousName(owner);
        for (String namespace : previous(owner)) {
            if (!chosen.contains(namespace) || !before.equals(name)) {
                try {
                    remove(owner, namespace, before);
                } catch (StatusException e) {
                    failed.put(namespace, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void remove(KubeObject owner, String namespace, String name) {
        Optional<KubeObject> made = read(ExternalResources.EXTERNAL_SECRETS, namespace, name);
        made.filter(each -> Owners.isControlledBy(each, owner))
                .ifPresent(each -> api.deleteIfExists(ExternalResources.EXTERNAL_SECRETS, each));
    }

    private void make(KubeObject owner, String namespace, String name) throws TakenException {
        Optional<KubeObject> existing = read(ExternalResources.EXTERNAL_SECRETS, namespace, name);
        if (existing.isPresent() && !Owners.isControlledBy(existing.get(), owner)) {
            throw new TakenException();
        }
        KubeObject planned =
                existing.map(KubeObject::copy)
                        .orElseGet(() -> KubeObject.named(EXTERNAL_SECRET, namespace, name));
        fill(owner, planned);
        if (existing.isEmpty()) {
            Owners.adopt(planned, owner);
            var _ = api.create(ExternalResources.EXTERNAL_SECRETS, planned);
        } else if (!JsonEquality.same(existing.get().json(), planned.json())) {
            var _ = api.update(ExternalResources.EXTERNAL_SECRETS, planned);
        }
    }

    private static void fill(KubeObject owner, KubeObject planned) {
        JsonNode spec = owner.json().path("spec");
        JsonNode metadata = spec.path("externalSecretMetadata");
        ObjectNode planMetadata = planned.metadata();
        setOrRemove(planMetadata, "labels", copied(metadata.path("labels")));
        ObjectNode annotations = copied(metadata.path("annotations"));
        String force = owner.annotations().get(Marks.FORCE_SYNC);
        if (force != null) {
            annotations.put(Marks.FORCE_SYNC, force);
        }
        setOrRemove(planMetadata, "annotations", annotations);
        planned.json().set("spec", spec.path("externalSecretSpec").deepCopy());
    }

    private static ObjectNode copied(JsonNode object) {
        return object instanceof ObjectNode members
                ? members.deepCopy()
                : JsonNodeFactory.instance.objectNode();
    }

    private static void setOrRemove(ObjectNode metadata, String field, ObjectNode value) {
        if (value.isEmpty()) {
            metadata.remove(field);
        } else {
            metadata.set(field, value);
        }
    }

    private void writeStatus(
            KubeObject owner, String name, Set<String> provisioned, Map<String, String> failed) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("externalSecretName", name);
        ArrayNode failures = status.putArray("failedNamespaces");
        failed.forEach((namespace, why) ->
                failures.addObject().put("namespace", namespace).put("reason", why));
        provisioned.forEach(status.putArray("provisionedNamespaces")::add);
        ObjectNode condition = status.putArray("conditions").addObject().put("type", "Ready");
        condition.put("status", failed.isEmpty() ? "True" : "False");
        if (!failed.isEmpty()) {
            condition.put("message", SOME_FAILED);
        }
        if (JsonEquality.same(status, owner.json().path("status"))) {
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", owner.uid());
        patch.set("status", status);
        patch(owner, "status", patch);
    }

    private void goAway(KubeObject owner) {
        String name = previousName(owner);
        for (String namespace : previous(owner)) {
            remove(owner, namespace, name);
        }
        patchFinalizers(owner, without(owner));
    }

    private void keepUntilCleanedUp(KubeObject owner) {
        ArrayNode others = without(owner);
        if (others.size() == owner.metadata().path("finalizers").size()) {
            others.add(Marks.CLUSTER_EXTERNAL_SECRET_FINALIZER);
            patchFinalizers(owner, others);
        }
    }

    private static ArrayNode without(KubeObject owner) {
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        for (JsonNode name : owner.metadata().path("finalizers")) {
            if (!name.asString("").equals(Marks.CLUSTER_EXTERNAL_SECRET_FINALIZER)) {
                others.add(name.asString(""));
            }
        }
        return others;
    }

    private void patchFinalizers(KubeObject owner, ArrayNode finalizers) {
        if (JsonEquality.same(finalizers, owner.metadata().path("finalizers"))) {
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", owner.uid()).put("resourceVersion", owner.resourceVersion());
        metadata.set("finalizers", finalizers);
        patch(owner, "", patch);
    }

    private void patch(KubeObject owner, String subresource, ObjectNode patch) {
        try {
            var _ =
                    api.patch(
                            ObjectRef.of(ExternalResources.CLUSTER_EXTERNAL_SECRETS, owner),
                            subresource,
                            PatchType.MERGE,
                            patch);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
