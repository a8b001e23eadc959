package dev.purser.node.volume;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Timers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Asks signers for certificates (`PodCertificateRequest`) and hears their answers. Thread-safe.
///
/// The requests of this node are followed from the first one on.
final class PodCertificateRequests implements AutoCloseable {
    private static final GroupVersionResource REQUESTS =
            new GroupVersionResource("certificates.k8s.io", "v1", "podcertificaterequests");
    private static final GroupVersionKind KIND =
            new GroupVersionKind("certificates.k8s.io", "v1", "PodCertificateRequest");
    private static final GroupVersionResource ACCOUNTS =
            new GroupVersionResource("", "v1", "serviceaccounts");
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");

    private final String node;
    private final Api api;
    private final Informer requests;
    private final Map<ObjectKey, CompletableFuture<PodCertificateOutcome>> open =
            new ConcurrentHashMap<>();

    PodCertificateRequests(String node, Api api, Timers timers, RandomGenerator random) {
        this.node = node;
        this.api = api;
        this.requests =
                new Informer(
                                api,
                                InformerOptions.all(REQUESTS)
                                        .withFieldSelector("spec.nodeName=" + node),
                                timers,
                                random)
                        .withHandler(
                                new ObjectHandler() {
                                    @Override
                                    public void added(KubeObject request) {
                                        settle(request);
                                    }

                                    @Override
                                    public void updated(KubeObject before, KubeObject after) {
                                        settle(after);
                                    }

                                    @Override
                                    public void deleted(KubeObject last) {
                                        settle(last);
                                        answer(
                                                ObjectKey.of(last),
                                                new PodCertificateOutcome.Removed());
                                    }
                                });
    }

    private void settle(KubeObject request) {
        PodCertificateOutcome.of(request)
                .ifPresent(outcome -> answer(ObjectKey.of(request), outcome));
    }

    private void answer(ObjectKey key, PodCertificateOutcome outcome) {
        CompletableFuture<PodCertificateOutcome> waiting = open.remove(key);
        if (waiting != null) {
            waiting.complete(outcome);
        }
    }

    /// A request that was made.
    ///
    /// @param answer completed on the thread that reads the watch
    record Asked(ObjectKey request, CompletableFuture<PodCertificateOutcome> answer) {}

    /// Asks for a certificate.
    ///
    /// @param request in DER form, as Base64
    /// @throws dev.purser.api.status.StatusException when the server refuses
    /// @throws dev.purser.client.ApiUnavailableException when it is away
    Asked ask(KubeObject pod, VolumeSpec.Source.Certificate wanted, String request) {
        requests.start();
        KubeObject made = api.create(REQUESTS, body(pod, wanted, request));
        CompletableFuture<PodCertificateOutcome> answer = new CompletableFuture<>();
        ObjectKey key = ObjectKey.of(made);
        open.put(key, answer);
        // The answer may have come before anybody waited for it.
        requests.cache().get(key).ifPresent(this::settle);
        return new Asked(key, answer);
    }

    private KubeObject body(KubeObject pod, VolumeSpec.Source.Certificate wanted, String request) {
        String account = pod.json().path("spec").path("serviceAccountName").asString("default");
        KubeObject body = KubeObject.named(KIND, pod.namespace(), "");
        body.metadata().remove("name");
        body.metadata().put("generateName", "req-");
        body.metadata()
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", pod.name())
                .put("uid", pod.uid());
        ObjectNode spec = body.spec();
        spec.put("signerName", wanted.signer())
                .put("podName", pod.name())
                .put("podUID", pod.uid())
                .put("serviceAccountName", account)
                .put("serviceAccountUID", api.get(ACCOUNTS, pod.namespace(), account).uid())
                .put("nodeName", node)
                .put("nodeUID", api.get(NODES, "", node).uid())
                .put("stubPKCS10Request", request);
        if (wanted.maxExpirationSeconds().isPresent()) {
            spec.put("maxExpirationSeconds", wanted.maxExpirationSeconds().getAsInt());
        }
        if (wanted.userAnnotations().isObject()) {
            spec.set("unverifiedUserAnnotations", wanted.userAnnotations());
        }
        return body;
    }

    /// Nobody waits for this answer any more.
    void forget(Asked asked) {
        open.remove(asked.request());
    }

    @Override
    public void close() {
        requests.close();
    }
}
