package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Owners;
import dev.purser.external.resource.ExternalResources;
import dev.purser.external.resource.Marks;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whose a Secret is.
final class Ownership {
    private static final String KIND = "ExternalSecret";

    private Ownership() {}

    /// The label that names an ExternalSecret as the owner.
    static String label(ExternalSecret owner) {
        return GoHash.ofText(owner.object().namespace() + "/" + owner.object().name());
    }

    /// Refuses to take a Secret that is somebody else's: of another controller, or, for the
    /// creation policy Owner, one that was there before and that no ExternalSecret made.
    static void check(ExternalSecret owner, KubeObject secret) throws SyncException {
        Optional<JsonNode> controller = Owners.controllerOf(secret);
        String name = controller.map(found -> found.path("name").asString("")).orElse("");
        boolean other =
                controller.filter(Ownership::isExternalSecret).isPresent()
                        && !name.equals(owner.object().name());
        if (other) {
            throw SyncException.lasting(
                    SyncMessages.OWNED, "secret is owned by another ExternalSecret: " + name);
        }
        if (owner.creation() != ExternalSecret.Creation.OWNER) {
            return;
        }
        if (controller.filter(found -> !isExternalSecret(found)).isPresent()) {
            throw SyncException.lasting(
                    SyncMessages.OWNER_FAILED,
                    "secret \"%s\" is controlled by the %s \"%s\""
                            .formatted(
                                    secret.name(),
                                    controller.get().path("kind").asString(""),
                                    name));
        }
        if (controller.isEmpty() && !isMadeByExternalSecret(owner, secret)) {
            throw SyncException.lasting(
                    SyncMessages.OWNER_FAILED,
                    "secret \"%s\" was there before, and no ExternalSecret made it: creationPolicy Merge adds to it, and the label %s=%s gives it away"
                            .formatted(secret.name(), Marks.MANAGED, Marks.MANAGED_VALUE));
        }
    }

    /// A Secret with the label and without Purser's own record was made by the operator, or given
    /// away by somebody.
    private static boolean isMadeByExternalSecret(ExternalSecret owner, KubeObject secret) {
        boolean managed =
                secret.labels().getOrDefault(Marks.MANAGED, "").equals(Marks.MANAGED_VALUE);
        boolean shared = secret.annotations().containsKey(Written.annotation(owner));
        return managed && (!shared || Written.read(secret, owner).created());
    }

    private static boolean isExternalSecret(JsonNode reference) {
        return reference.path("kind").asString("").equals(KIND)
                && reference
                        .path("apiVersion")
                        .asString("")
                        .startsWith(ExternalResources.GROUP + "/");
    }

    /// Sets or removes the owner's reference and label, as the creation policy says.
    static void apply(ExternalSecret owner, KubeObject secret) {
        ObjectNode labels = secret.metadata().withObject("labels");
        boolean owned = Owners.controllerOf(secret).filter(Ownership::isExternalSecret).isPresent();
        if (owner.creation() == ExternalSecret.Creation.OWNER) {
            labels.put(Marks.CREATED_BY, label(owner));
            if (!Owners.isControlledBy(secret, owner.object())) {
                removeReference(secret);
                Owners.adopt(secret, owner.object());
            }
            return;
        }
        labels.remove(Marks.CREATED_BY);
        if (owned) {
            removeReference(secret);
        }
    }

    /// Removes the reference that makes an ExternalSecret the controller: this one's, or that of an
    /// earlier one of its name.
    private static void removeReference(KubeObject secret) {
        Owners.controllerOf(secret)
                .filter(Ownership::isExternalSecret)
                .ifPresent(found -> Owners.release(secret, found.path("uid").asString("")));
    }
}
