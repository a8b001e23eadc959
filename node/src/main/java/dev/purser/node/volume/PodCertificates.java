package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.time.Timers;
import dev.purser.node.source.Content;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The private keys of pods with the certificates that signers issue for them, kept in memory only,
/// and replaced when the signer says so. Thread-safe; the calls for one pod come one after the
/// other.
public final class PodCertificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodCertificates.class);

    /// Requests of many pods shall not come at once.
    private static final Duration JITTER = Duration.ofMinutes(5);

    /// A request of which nothing is heard is made anew after this.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final String NOT_YET = "credential bundle is not issued yet";

    private final PodCertificateRequests requests;
    private final Timers timers;
    private final RandomGenerator random;
    private final SecureRandom keyRandom;
    private final Duration answerWait;
    private final Map<Key, Credential> credentials = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// @param node whose pods these are
    /// @param random spreads requests
    /// @param keyRandom what private keys are made of
    /// @param answerWait how long a new volume waits for its signer before it is tried again
    public PodCertificates(
            String node,
            Api api,
            Timers timers,
            RandomGenerator random,
            SecureRandom keyRandom,
            Duration answerWait) {
        this.requests = new PodCertificateRequests(node, api, timers, random);
        this.timers = timers;
        this.random = random;
        this.keyRandom = keyRandom;
        this.answerWait = answerWait;
    }

    /// One source of one volume.
    private record Key(String podUid, String volume, int index) {}

    /// A request without an answer yet.
    private record Pending(ProvenKey key, PodCertificateRequests.Asked asked, Instant abandonAt) {}

    /// @param chain in PEM form
    record Issued(Content privateKey, Content chain, Instant refreshAt) {
        /// The key and after it the chain.
        Content bundle() {
            byte[] key = privateKey.bytes();
            byte[] both = Arrays.copyOf(key, key.length + chain.size());
            System.arraycopy(chain.bytes(), 0, both, key.length, chain.size());
            return Content.of(both);
        }
    }

    /// What there is of a source; only what is absent is null.
    private record Credential(
            @Nullable Pending pending, @Nullable Issued issued, @Nullable String refusal) {
        static final Credential NONE = new Credential(null, null, null);
    }

    /// Hears that signers have answered. Called from the thread that reads the watch; must return
    /// fast.
    @FunctionalInterface
    interface Listener {
        void answered(String podUid, String volume, PodCertificateOutcome answer);
    }

    void addListener(Listener listener) {
        listeners.add(listener);
    }

    /// The key and certificate that a volume should show now.
    ///
    /// @throws SetUpException with kubelet's text while there is none
    Issued credential(KubeObject pod, String volume, VolumeSpec.Source.Certificate wanted)
            throws SetUpException, InterruptedException {
        Key key = new Key(pod.uid(), volume, wanted.index());
        Credential current = settled(credentials.getOrDefault(key, Credential.NONE), Duration.ZERO);
        credentials.put(key, current);
        if (current.refusal() == null && current.pending() == null && isDue(current.issued())) {
            current = renewed(pod, volume, wanted, current);
            credentials.put(key, current);
            if (current.issued() == null) {
                current = settled(current, answerWait);
                credentials.put(key, current);
            }
        }
        if (current.refusal() != null) {
            throw new SetUpException(current.refusal());
        }
        if (current.issued() == null) {
            throw new SetUpException(NOT_YET);
        }
        return current.issued();
    }

    private boolean isDue(@Nullable Issued issued) {
        return issued == null || !timers.instant().isBefore(issued.refreshAt());
    }

    private Credential renewed(
            KubeObject pod, String volume, VolumeSpec.Source.Certificate wanted, Credential current)
            throws SetUpException {
        ProvenKey key = ProvenKey.generate(wanted.keyType(), keyRandom);
        try {
            PodCertificateRequests.Asked asked = requests.ask(pod, wanted, key.request());
            String uid = pod.uid();
            Pending pending =
                    new Pending(key, asked, timers.instant().plus(PATIENCE).plus(jitter()));
            var _ =
                    asked.answer()
                            .thenAccept(outcome ->
                                    listeners.forEach(each -> each.answered(uid, volume, outcome)));
            return new Credential(pending, current.issued(), null);
        } catch (StatusException | ApiUnavailableException e) {
            if (current.issued() == null) {
                throw new SetUpException(
                        "while creating initial PodCertificateRequest: " + e.getMessage());
            }
            LOG.warn("a certificate of {} cannot be renewed yet: {}", pod, e.getMessage());
            return current;
        }
    }

    /// What becomes of a credential by the answer that has come.
    private Credential settled(Credential credential, Duration wait) throws InterruptedException {
        Pending pending = credential.pending();
        if (pending == null) {
            return credential;
        }
        Optional<PodCertificateOutcome> answer = answer(pending, wait);
        if (answer.isEmpty()) {
            if (timers.instant().isBefore(pending.abandonAt())) {
                return credential;
            }
            requests.forget(pending.asked());
            return new Credential(null, credential.issued(), null);
        }
        return switch (answer.get()) {
            case PodCertificateOutcome.Issued issued ->
                    new Credential(
                            null,
                            new Issued(
                                    pending.key().privateKey(),
                                    Content.of(issued.chain()),
                                    issued.beginRefreshAt().plus(jitter())),
                            null);
            case PodCertificateOutcome.Refused refused ->
                    new Credential(null, credential.issued(), refused.why());
            case PodCertificateOutcome.Removed _ -> new Credential(null, credential.issued(), null);
        };
    }

    private static Optional<PodCertificateOutcome> answer(Pending pending, Duration wait)
            throws InterruptedException {
        try {
            return Optional.of(pending.asked().answer().get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Duration jitter() {
        return Duration.ofNanos(random.nextLong(JITTER.toNanos()));
    }

    /// When a pod's credentials have to be looked at next; empty when it has none.
    Optional<Instant> nextRenewal(String podUid) {
        return credentials.entrySet().stream()
                .filter(entry -> entry.getKey().podUid().equals(podUid))
                .map(entry -> nextLook(entry.getValue()))
                .min(Comparator.naturalOrder());
    }

    private Instant nextLook(Credential credential) {
        Instant later = timers.instant().plus(LOOK);
        Issued issued = credential.issued();
        boolean waits = credential.pending() != null || credential.refusal() != null;
        return waits || issued == null || isDue(issued) ? later : issued.refreshAt();
    }

    void forget(String podUid) {
        credentials
                .entrySet()
                .removeIf(entry -> {
                    boolean isThis = entry.getKey().podUid().equals(podUid);
                    Pending pending = entry.getValue().pending();
                    if (isThis && pending != null) {
                        requests.forget(pending.asked());
                    }
                    return isThis;
                });
    }

    /// Ends the watch; files keep their content.
    @Override
    public void close() {
        requests.close();
    }
}
