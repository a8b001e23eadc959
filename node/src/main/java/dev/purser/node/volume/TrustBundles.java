package dev.purser.node.volume;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.time.Timers;
import dev.purser.node.source.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// The certificates of ClusterTrustBundles, as projected volumes show them: each one once, without
/// what stands around it, in an order that stays while this process runs and means nothing. The
/// bundles are followed from the first time that a volume asks for any. Thread-safe.
public final class TrustBundles implements AutoCloseable {
    private static final GroupVersionResource BUNDLES =
            new GroupVersionResource("certificates.k8s.io", "v1", "clustertrustbundles");

    private final Informer bundles;
    private final Duration answerWait;
    private final long order;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// @param answerWait how long a volume waits for the first list of bundles
    public TrustBundles(Api api, Timers timers, RandomGenerator random, Duration answerWait) {
        this.answerWait = answerWait;
        this.order = random.nextLong();
        this.bundles =
                new Informer(api, InformerOptions.all(BUNDLES), timers, random)
                        .withHandler(new ChangeHandler(bundle -> tell()));
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /// Calls the listener after every change of a bundle, on the thread that reads the watch.
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /// What a volume should show now.
    ///
    /// @throws SetUpException when nothing fits a source that is not optional
    Content anchors(VolumeSpec.Source.TrustBundle wanted)
            throws SetUpException, InterruptedException {
        bundles.start();
        if (!bundles.awaitSynced(answerWait)) {
            throw new SetUpException("ClusterTrustBundle informer has not yet synced");
        }
        return wanted.name().isEmpty() ? ofSigner(wanted) : ofName(wanted);
    }

    private Content ofName(VolumeSpec.Source.TrustBundle wanted) throws SetUpException {
        List<KubeObject> found = bundles.cache().get("", wanted.name()).stream().toList();
        if (found.isEmpty() && !wanted.optional()) {
            throw new SetUpException(
                    "while getting ClusterTrustBundle: "
                            + "clustertrustbundle.certificates.k8s.io \"%s\" not found"
                                    .formatted(wanted.name()));
        }
        return shuffled(found);
    }

    private Content ofSigner(VolumeSpec.Source.TrustBundle wanted) throws SetUpException {
        LabelSelector labels = selector(wanted);
        List<KubeObject> found = new ArrayList<>();
        for (KubeObject bundle : bundles.cache().list()) {
            if (bundle.spec().path("signerName").asString("").equals(wanted.signer())
                    && labels.matches(bundle.labels())) {
                found.add(bundle);
            }
        }
        if (found.isEmpty() && !wanted.optional()) {
            throw new SetUpException(
                    "combination of signerName and labelSelector matched zero ClusterTrustBundles");
        }
        return shuffled(found);
    }

    private static LabelSelector selector(VolumeSpec.Source.TrustBundle wanted)
            throws SetUpException {
        try {
            return LabelSelector.of(wanted.labels());
        } catch (SelectorException e) {
            throw new SetUpException("while parsing label selector: " + e.getMessage());
        }
    }

    /// Nobody shall rely on the order of certificates, so it is another one in every process.
    private Content shuffled(Collection<KubeObject> found) {
        SortedSet<String> certificates = new TreeSet<>();
        for (KubeObject bundle : found) {
            certificates.addAll(
                    CertificateBlocks.of(bundle.spec().path("trustBundle").asString("")));
        }
        List<String> mixed = new ArrayList<>(certificates);
        Collections.shuffle(mixed, new Random(order));
        return Content.of(String.join("", mixed));
    }

    /// Ends the watch; files keep their content.
    @Override
    public void close() {
        bundles.close();
    }
}
