package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.server.admission.AdmissionRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps pods to the secrets that their service account lists, where the account's annotation
/// `kubernetes.io/enforce-mountable-secrets` asks for that.
record MountableSecrets(String account, Set<String> mountable, Set<String> pulling) {
    private static final String ANNOTATION = "kubernetes.io/enforce-mountable-secrets";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Map<String, String> CONTAINERS =
            Map.of(
                    "initContainers",
                    "init container",
                    "containers",
                    "container",
                    "ephemeralContainers",
                    "ephemeral container");

    static boolean areEnforced(KubeObject account) {
        return TRUE.contains(account.annotations().getOrDefault(ANNOTATION, ""));
    }

    static MountableSecrets of(KubeObject account) {
        return new MountableSecrets(
                account.name(),
                names(account.json().path("secrets")),
                names(account.json().path("imagePullSecrets")));
    }

    private static Set<String> names(JsonNode references) {
        Set<String> names = new TreeSet<>();
        references.forEach(reference -> names.add(reference.path("name").asString("")));
        return names;
    }

    /// Refuses a new pod that uses another secret.
    void require(AdmissionRequest request, KubeObject pod) {
        JsonNode spec = pod.json().path("spec");
        for (JsonNode volume : spec.path("volumes")) {
            JsonNode secret = volume.path("secret");
            if (secret.isObject() && !isMountable(secret.path("secretName"))) {
                throw request.forbidden(
                        "volume with secret.secretName=\"%s\" is not allowed because service account %s does not reference that secret"
                                .formatted(secret.path("secretName").asString(""), account));
            }
        }
        requireInContainers(request, pod, "initContainers");
        requireInContainers(request, pod, "containers");
        requirePulling(request, spec.path("imagePullSecrets"));
    }

    /// Refuses containers of one of the pod's lists that use another secret.
    void requireInContainers(AdmissionRequest request, KubeObject pod, String list) {
        String what = CONTAINERS.getOrDefault(list, list);
        for (ObjectNode container : PodRequests.containers(pod, list)) {
            String name = what + " " + Trees.text(container, "name");
            for (JsonNode variable : container.path("env")) {
                JsonNode secret = variable.path("valueFrom").path("secretKeyRef");
                if (secret.isObject() && !isMountable(secret.path("name"))) {
                    throw refused(
                            request,
                            name + " with envVar " + Trees.text(variable, "name"),
                            secret.path("name"));
                }
            }
            for (JsonNode source : container.path("envFrom")) {
                JsonNode secret = source.path("secretRef");
                if (secret.isObject() && !isMountable(secret.path("name"))) {
                    throw refused(request, name + " with envFrom", secret.path("name"));
                }
            }
        }
    }

    private RuntimeException refused(AdmissionRequest request, String what, JsonNode secret) {
        return request.forbidden(
                "%s referencing secret.secretName=\"%s\" is not allowed because service account %s does not reference that secret"
                        .formatted(what, secret.asString(""), account));
    }

    private void requirePulling(AdmissionRequest request, JsonNode references) {
        for (int i = 0; i < references.size(); i++) {
            String name = references.get(i).path("name").asString("");
            if (!pulling.contains(name)) {
                throw request.forbidden(
                        "imagePullSecrets[%d].name=\"%s\" is not allowed because service account %s does not reference that imagePullSecret"
                                .formatted(i, name, account));
            }
        }
    }

    private boolean isMountable(JsonNode name) {
        return mountable.contains(name.asString(""));
    }
}
