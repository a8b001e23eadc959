package dev.purser.controllers.certificate;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Keeps one ClusterTrustBundle of the signer `kubernetes.io/kube-apiserver-serving`: the
/// certificates by which pods know the API server. Its name has a digest of them, so that other
/// certificates are another bundle, and bundles of former ones go.
public final class TrustBundlePublisher implements Controller {
    private static final String SIGNER = "kubernetes.io/kube-apiserver-serving";
    private static final GroupVersionResource BUNDLES =
            new GroupVersionResource("certificates.k8s.io", "v1", "clustertrustbundles");
    private static final GroupVersionKind BUNDLE =
            new GroupVersionKind("certificates.k8s.io", "v1", "ClusterTrustBundle");
    private static final int DIGEST_BYTES = 12;

    private final Api api;
    private final String certificates;
    private final String name;
    private final ObjectCache bundles;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    /// @param certificates in PEM form
    public TrustBundlePublisher(ControllerContext context, String certificates) {
        this.api = context.api();
        this.certificates = certificates;
        this.name = SIGNER.replace('/', ':') + ":" + digest(certificates);
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("trust-bundle-publisher", queue, _ -> reconcile());
        Informer informer =
                context.informers()
                        .with(
                                InformerOptions.all(BUNDLES)
                                        .withFieldSelector("spec.signerName=" + SIGNER));
        informer.withHandler(new ChangeHandler(_ -> queue.add(SIGNER)));
        this.bundles = informer.cache();
    }

    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void reconcile() {
        Optional<KubeObject> present = bundles.get("", name);
        if (present.isEmpty()) {
            create();
        } else if (!text(present.get()).equals(certificates)) {
            KubeObject corrected = present.get().copy();
            corrected.spec().put("trustBundle", certificates);
            var _ = api.update(BUNDLES, corrected);
        }
        bundles.list().stream()
                .filter(other -> !other.name().equals(name))
                .forEach(former -> api.deleteIfExists(BUNDLES, former));
    }

    private static String text(KubeObject bundle) {
        return bundle.json().path("spec").path("trustBundle").asString("");
    }

    private void create() {
        KubeObject bundle = KubeObject.named(BUNDLE, "", name);
        bundle.spec().put("signerName", SIGNER).put("trustBundle", certificates);
        try {
            var _ = api.create(BUNDLES, bundle);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    @Override
    public void start() {
        queue.add(SIGNER);
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
