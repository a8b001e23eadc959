package dev.purser.server.admission.plugin;

import dev.purser.api.kind.pod.PodReferences;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Every pod runs as a service account that exists, and, unless it or the account declines, finds
/// the account's token, the cluster's CA and its own namespace in its containers.
public final class ServiceAccount implements AdmissionPlugin {
    private static final GroupVersionResource SERVICE_ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final String ACCOUNT_FIELD = "serviceAccountName";
    private static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";
    private static final String VOLUME_PREFIX = "kube-api-access-";
    private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// One hour and seven seconds: the odd number marks tokens that nobody asked for.
    private static final int TOKEN_SECONDS = 3607;

    private static final int FILE_MODE = 0644;

    /// Letters and digits that spell no words and are not mistaken for each other.
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;

    private final ObjectSource objects;
    private final Random random;

    /// @param random names the token volumes
    public ServiceAccount(ObjectSource objects, Random random) {
        this.objects = objects;
        this.random = random;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Optional<KubeObject> pod = PodRequests.created(request);
        if (pod.isPresent()) {
            if (!isMirror(pod.get())) {
                complete(request, pod.get());
            }
            check(request, pod.get());
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        PodRequests.created(request).ifPresent(pod -> check(request, pod));
        if (request.operation() == Operation.UPDATE && request.isFor(PODS, "ephemeralcontainers")) {
            checkEphemeralContainers(request, request.object().orElseThrow());
        }
    }

    private void complete(AdmissionRequest request, KubeObject pod) {
        ObjectNode spec = pod.spec();
        if (spec.path(ACCOUNT_FIELD).asString("").isEmpty()) {
            String older = spec.path("serviceAccount").asString("");
            String name = older.isEmpty() ? "default" : older;
            spec.put(ACCOUNT_FIELD, name).put("serviceAccount", name);
        }
        KubeObject account = account(request, pod);
        if (wantsToken(pod, account)) {
            mountToken(pod);
        }
        if (spec.path("imagePullSecrets").isEmpty()) {
            ArrayNode references = pod.json().arrayNode();
            for (JsonNode reference : account.json().path("imagePullSecrets")) {
                references.addObject().put("name", reference.path("name").asString(""));
            }
            if (!references.isEmpty()) {
                spec.set("imagePullSecrets", references);
            }
        }
    }

    private void check(AdmissionRequest request, KubeObject pod) {
        if (isMirror(pod)) {
            checkMirror(request, pod);
            return;
        }
        KubeObject account = account(request, pod);
        if (MountableSecrets.areEnforced(account)) {
            MountableSecrets.of(account).require(request, pod);
        }
    }

    private void checkEphemeralContainers(AdmissionRequest request, KubeObject pod) {
        KubeObject account = account(request, pod);
        if (MountableSecrets.areEnforced(account)) {
            MountableSecrets.of(account).requireInContainers(request, pod, "ephemeralContainers");
        }
    }

    private static boolean isMirror(KubeObject pod) {
        return pod.annotations().containsKey(MIRROR_ANNOTATION);
    }

    /// A mirror pod stands for a static one, which runs without the API.
    private static void checkMirror(AdmissionRequest request, KubeObject pod) {
        if (!pod.spec().path(ACCOUNT_FIELD).asString("").isEmpty()) {
            throw request.forbidden("a mirror pod may not reference service accounts");
        }
        if (!PodReferences.of(pod).secrets().isEmpty()) {
            throw request.forbidden("a mirror pod may not reference secrets");
        }
        for (JsonNode volume : pod.spec().path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                if (source.path("serviceAccountToken").isObject()) {
                    throw request.forbidden(
                            "a mirror pod may not use ServiceAccountToken volume projections");
                }
            }
        }
    }

    private KubeObject account(AdmissionRequest request, KubeObject pod) {
        String namespace = request.attributes().namespace();
        String name = pod.spec().path(ACCOUNT_FIELD).asString("");
        if (name.isEmpty()) {
            throw request.forbidden(
                    "no service account specified for pod %s/%s".formatted(namespace, pod.name()));
        }
        return objects.find(SERVICE_ACCOUNTS, namespace, name)
                .orElseThrow(() ->
                        request.forbidden(
                                "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                                        .formatted(namespace, name, name)));
    }

    private static boolean wantsToken(KubeObject pod, KubeObject account) {
        String field = "automountServiceAccountToken";
        JsonNode ofPod = pod.spec().path(field);
        JsonNode ofAccount = account.json().path(field);
        return ofPod.isBoolean() ? ofPod.asBoolean() : ofAccount.asBoolean(true);
    }

    /// A container that mounts something else at the token's place keeps that.
    private void mountToken(KubeObject pod) {
        String existing = "";
        for (JsonNode volume : pod.spec().path("volumes")) {
            String name = volume.path("name").asString("");
            if (name.startsWith(VOLUME_PREFIX)) {
                existing = name;
            }
        }
        String volumeName = existing.isEmpty() ? VOLUME_PREFIX + suffix() : existing;
        boolean isMounted = false;
        for (ObjectNode container : PodRequests.containers(pod, "initContainers", "containers")) {
            ArrayNode mounts = PodRequests.arrayIn(container, "volumeMounts");
            if (!hasMountAt(mounts, MOUNT_PATH)) {
                mounts.addObject()
                        .put("name", volumeName)
                        .put("readOnly", true)
                        .put("mountPath", MOUNT_PATH);
                isMounted = true;
            }
        }
        if (isMounted && existing.isEmpty()) {
            addVolume(PodRequests.arrayIn(pod.spec(), "volumes"), volumeName);
        }
    }

    private static boolean hasMountAt(ArrayNode mounts, String path) {
        for (JsonNode mount : mounts) {
            if (mount.path("mountPath").asString("").equals(path)) {
                return true;
            }
        }
        return false;
    }

    private static void addVolume(ArrayNode volumes, String name) {
        ObjectNode projected = volumes.addObject().put("name", name).putObject("projected");
        projected.put("defaultMode", FILE_MODE);
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        ObjectNode authority = sources.addObject().putObject("configMap");
        authority.put("name", "kube-root-ca.crt");
        authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode namespace =
                sources.addObject().putObject("downwardAPI").putArray("items").addObject();
        namespace.put("path", "namespace");
        namespace
                .putObject("fieldRef")
                .put("apiVersion", "v1")
                .put("fieldPath", "metadata.namespace");
    }

    private String suffix() {
        StringBuilder result = new StringBuilder(SUFFIX_LENGTH);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            result.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
        }
        return result.toString();
    }
}
