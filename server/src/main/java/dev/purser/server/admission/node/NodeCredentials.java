package dev.purser.server.admission.node;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.pki.CertificateRequest;
import dev.purser.server.request.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which credentials a node may ask for: tokens and certificates for the pods it runs, and its own
/// certificates.
final class NodeCredentials {
    private static final GroupVersionResource PODS = core("pods");

    /// As Kubernetes calls the resource when it misses the pod of a token.
    private static final GroupResource POD = new GroupResource("", "pod");

    private static final GroupVersionResource NODES = core("nodes");
    private static final GroupVersionResource ACCOUNTS = core("serviceaccounts");
    private static final GroupVersionResource CLAIMS = core("persistentvolumeclaims");
    private static final GroupVersionResource VOLUMES = core("persistentvolumes");
    private static final GroupVersionResource DRIVERS =
            new GroupVersionResource("storage.k8s.io", "v1", "csidrivers");
    private static final Set<String> NODE_SIGNERS =
            Set.of("kubernetes.io/kubelet-serving", "kubernetes.io/kube-apiserver-client-kubelet");

    private final ObjectSource objects;
    private final Authorizer authorizer;

    NodeCredentials(ObjectSource objects, Authorizer authorizer) {
        this.objects = objects;
        this.authorizer = authorizer;
    }

    void checkToken(NodeWrite write) {
        if (write.operation() != Operation.CREATE || !write.subresource().equals("token")) {
            return;
        }
        JsonNode spec = write.object().json().path("spec");
        JsonNode ref = spec.path("boundObjectRef");
        boolean isToPod =
                text(ref, "apiVersion").equals("v1")
                        && text(ref, "kind").equals("Pod")
                        && !text(ref, "name").isEmpty();
        write.require(isToPod, "node requested token not bound to a pod");
        String uid = text(ref, "uid");
        write.require(!uid.isEmpty(), "node requested token with a pod binding without a uid");
        KubeObject pod =
                objects.find(PODS, write.namespace(), text(ref, "name"))
                        .orElseThrow(() -> StatusErrors.notFound(POD, text(ref, "name")));
        write.require(
                uid.equals(pod.uid()),
                "the UID in the bound object reference ("
                        + uid
                        + ") does not match the UID in record. The object might have been deleted and then recreated");
        write.require(
                write.isHere(pod),
                "node requested token bound to a pod scheduled on a different node");
        checkAudience(write, pod, spec.path("audiences"));
    }

    /// A node asks for the audiences that the pod's volumes name, or that it is allowed by name.
    private void checkAudience(NodeWrite write, KubeObject pod, JsonNode audiences) {
        write.require(audiences.size() <= 1, "node may only request 0 or 1 audiences");
        String audience = audiences.path(0).asString("");
        boolean isAllowed =
                usesAudience(pod, audience)
                        || allows(
                                write,
                                "request-serviceaccounts-token-audience",
                                audience,
                                write.request().attributes().name());
        write.require(
                isAllowed,
                "%s is not authorized to request tokens for audience \""
                                .replace("%s", write.request().identity().name())
                        + audience
                        + "\"");
    }

    private boolean usesAudience(KubeObject pod, String audience) {
        for (JsonNode volume : pod.json().path("spec").path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                JsonNode token = source.path("serviceAccountToken");
                if (token.isObject() && text(token, "audience").equals(audience)) {
                    return true;
                }
            }
            Optional<KubeObject> driver =
                    driver(pod, volume).flatMap(name -> objects.find(DRIVERS, "", name));
            if (driver.isPresent() && tokenAudiences(driver.get()).contains(audience)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> tokenAudiences(KubeObject driver) {
        List<String> audiences = new ArrayList<>();
        driver.json()
                .path("spec")
                .path("tokenRequests")
                .forEach(request -> audiences.add(text(request, "audience")));
        return audiences;
    }

    /// The storage driver behind a volume of a pod.
    private Optional<String> driver(KubeObject pod, JsonNode volume) {
        if (volume.path("csi").isObject()) {
            return Optional.of(text(volume.path("csi"), "driver"));
        }
        String claim =
                volume.path("ephemeral").isObject()
                        ? pod.name() + "-" + text(volume, "name")
                        : text(volume.path("persistentVolumeClaim"), "claimName");
        return objects.find(CLAIMS, pod.namespace(), claim)
                .flatMap(found ->
                        objects.find(VOLUMES, "", text(found.json().path("spec"), "volumeName")))
                .map(found -> found.json().path("spec").path("csi"))
                .filter(JsonNode::isObject)
                .map(source -> text(source, "driver"));
    }

    private boolean allows(NodeWrite write, String verb, String resource, String name) {
        Attributes asked = write.request().attributes();
        Attributes attributes =
                new Attributes(
                        verb,
                        asked.group(),
                        asked.version(),
                        resource,
                        "",
                        asked.namespace(),
                        name,
                        "");
        return authorizer.authorize(write.request().identity(), attributes)
                instanceof Authorizer.Allowed;
    }

    void checkPodCertificate(NodeWrite write) {
        if (write.operation() != Operation.CREATE || !write.subresource().isEmpty()) {
            throw write.unexpected();
        }
        JsonNode spec = write.object().json().path("spec");
        write.require(
                write.isHere(write.object()),
                "PodCertificateRequest.Spec.NodeName=\""
                        + text(spec, "nodeName")
                        + "\", which is not the requesting node %s");
        requireSame(NODES, "", text(spec, "nodeName"), text(spec, "nodeUID"));
        KubeObject pod =
                requireSame(PODS, write.namespace(), text(spec, "podName"), text(spec, "podUID"));
        String shown = "pod \"" + write.namespace() + "/" + pod.name() + "\"";
        write.require(
                write.isHere(pod),
                shown
                        + " is not running on node \""
                        + text(spec, "nodeName")
                        + "\" named in the PodCertificateRequest");
        write.require(
                !pod.annotations().containsKey("kubernetes.io/config.mirror"),
                shown + " is a mirror pod");
        String account = text(spec, "serviceAccountName");
        String own = text(pod.json().path("spec"), "serviceAccountName");
        write.require(
                account.equals(own),
                "PodCertificateRequest for %s contains serviceAccountName (\"%s\") that differs from running pod (\"%s\")"
                        .formatted(shown, account, own));
        requireSame(ACCOUNTS, write.namespace(), account, text(spec, "serviceAccountUID"));
        String signer = text(spec, "signerName");
        boolean isAllowed =
                mountsCertificate(pod, signer)
                        || allows(
                                write,
                                "request-serviceaccounts-podcertificate-signer",
                                signer.replace('/', ':'),
                                account);
        write.require(
                isAllowed,
                shown
                        + " does not mount a podCertificate projected volume for signer \""
                        + signer
                        + "\"");
    }

    /// The object of this name, which must be the one that is meant; it may be a moment too early
    /// to tell, so this is no refusal for good.
    private KubeObject requireSame(
            GroupVersionResource resource, String namespace, String name, String uid) {
        KubeObject found =
                objects.find(resource, namespace, name)
                        .orElseThrow(() -> inconsistent(resource, name));
        if (!found.uid().equals(uid)) {
            throw inconsistent(resource, name);
        }
        return found;
    }

    private static StatusException inconsistent(GroupVersionResource resource, String name) {
        return new StatusException(
                StatusReason.UNKNOWN,
                "PodCertificateRequest names %s \"%s\", inconsistent with what is running"
                        .formatted(resource.resource(), name));
    }

    private static boolean mountsCertificate(KubeObject pod, String signer) {
        for (JsonNode volume : pod.json().path("spec").path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                JsonNode certificate = source.path("podCertificate");
                if (certificate.isObject() && text(certificate, "signerName").equals(signer)) {
                    return true;
                }
            }
        }
        return false;
    }

    void checkSigningRequest(NodeWrite write) {
        if (write.operation() != Operation.CREATE) {
            return;
        }
        JsonNode spec = write.object().json().path("spec");
        if (!NODE_SIGNERS.contains(text(spec, "signerName"))) {
            return;
        }
        String wanted = "system:node:" + write.node();
        try {
            String name = CertificateRequest.parse(text(spec, "request")).commonName();
            write.require(name.equals(wanted), "can only create a node CSR with CN=" + wanted);
        } catch (IOException e) {
            throw write.request().forbidden("unable to parse csr: " + e.getMessage());
        }
    }

    private static String text(JsonNode object, String field) {
        return NodeWrite.text(object, field);
    }

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }
}
