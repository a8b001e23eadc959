package dev.purser.node.image;

import dev.purser.api.validation.ImageReference;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.RegistryCredential;
import dev.purser.node.retry.FailureBackOff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Sees to it that the images of containers are there, by their policy. Thread-safe.
///
/// Nobody waits here: a wish is answered at once, perhaps with [ImageOutcome.Pulling], and repeated
/// when the pull has ended. Pauses after failures are counted for each pod and image, as kubelet
/// does, so that a pod of its own tries anew.
public final class ImagePuller {
    private final CriImages images;
    private final InstantSource clock;
    private final Executor background;
    private final Map<Key, Pull> pulls = new HashMap<>();

    /// @param background runs the pulls, which take long
    public ImagePuller(CriImages images, InstantSource clock, Executor background) {
        this.images = images;
        this.clock = clock;
        this.background = background;
    }

    /// A container's wish for its image.
    ///
    /// @param credentials to show to the registry, one after the other; none for nobody's
    public record Wish(
            String podUid,
            String container,
            String image,
            PullPolicy policy,
            List<RegistryCredential> credentials) {
        public Wish {
            credentials = List.copyOf(credentials);
        }

        public Wish(String podUid, String container, String image, PullPolicy policy) {
            this(podUid, container, image, policy, List.of());
        }

        private Key key() {
            return new Key(podUid, container, image);
        }
    }

    private record Key(String podUid, String container, String image) {}

    /// Looks for an image, and begins to fetch it if the policy says so.
    ///
    /// @param done called, once and from another thread, when a pull that this call began has ended
    public ImageOutcome ensure(Wish wish, Runnable done) {
        Optional<String> problem = ImageReference.problem(wish.image());
        if (problem.isPresent()) {
            return new ImageOutcome.BadName(problem.get());
        }
        Optional<Image> present;
        try {
            present = images.find(wish.image());
        } catch (CriException e) {
            return new ImageOutcome.InspectFailed(e.getMessage());
        }
        return switch (wish.policy()) {
            case NEVER ->
                    present.<ImageOutcome>map(ImageOutcome.Present::new)
                            .orElseGet(ImageOutcome.NeverPull::new);
            case IF_NOT_PRESENT ->
                    present.map(image -> found(wish, image)).orElseGet(() -> pull(wish, done));
            case ALWAYS -> pull(wish, done);
        };
    }

    /// The image came by a pull for this wish, or was there.
    private ImageOutcome found(Wish wish, Image image) {
        Pull pull;
        synchronized (this) {
            pull = pulls.remove(wish.key());
        }
        return pull != null && pull.pulled != null
                ? new ImageOutcome.Pulled(image, pull.took)
                : new ImageOutcome.Present(image);
    }

    private ImageOutcome pull(Wish wish, Runnable done) {
        Pull pull;
        synchronized (this) {
            pull = pulls.computeIfAbsent(wish.key(), _ -> new Pull());
            ImageOutcome outcome = pull.outcome(clock.instant());
            if (outcome != null) {
                if (outcome instanceof ImageOutcome.Pulled) {
                    pulls.remove(wish.key());
                }
                return outcome;
            }
            pull.isRunning = true;
        }
        background.execute(() -> run(wish, pull, done));
        return new ImageOutcome.Pulling(true);
    }

    private void run(Wish wish, Pull pull, Runnable done) {
        Instant begin = clock.instant();
        try {
            fetch(wish);
            Optional<Image> image = images.find(wish.image());
            Instant now = clock.instant();
            synchronized (this) {
                if (image.isPresent()) {
                    pull.succeeded(image.get(), Duration.between(begin, now));
                } else {
                    pull.failed("the image was pulled and is not there", now);
                }
            }
        } catch (CriException e) {
            synchronized (this) {
                pull.failed(e.description(), clock.instant());
            }
        } finally {
            done.run();
        }
    }

    /// With the first credential that the registry takes.
    private void fetch(Wish wish) {
        if (wish.credentials().isEmpty()) {
            images.pull(wish.image());
            return;
        }
        int tried = 0;
        for (RegistryCredential credential : wish.credentials()) {
            tried++;
            try {
                images.pull(wish.image(), Optional.of(credential));
                return;
            } catch (CriException e) {
                if (tried == wish.credentials().size()) {
                    throw e;
                }
            }
        }
    }

    /// Forgets what was noted for a pod.
    public synchronized void forget(String podUid) {
        pulls.keySet().removeIf(key -> key.podUid().equals(podUid));
    }

    /// The attempts to fetch one image for one container. Guarded by the puller.
    private static final class Pull {
        private final FailureBackOff backOff = FailureBackOff.kubelet();
        private boolean isRunning;
        private boolean isReported = true;
        private @Nullable Image pulled;
        private Duration took = Duration.ZERO;
        private String failure = "";
        private Instant retryAt = Instant.MIN;

        void succeeded(Image image, Duration duration) {
            isRunning = false;
            pulled = image;
            took = duration;
        }

        void failed(String message, Instant now) {
            isRunning = false;
            isReported = false;
            failure = message;
            backOff.attempted(now, now);
            retryAt = now.plus(backOff.pauseAfter(now));
        }

        /// What to answer now; null when the next pull is to begin.
        @Nullable ImageOutcome outcome(Instant now) {
            if (isRunning) {
                return new ImageOutcome.Pulling(false);
            }
            if (pulled != null) {
                return new ImageOutcome.Pulled(pulled, took);
            }
            if (!isReported) {
                isReported = true;
                return new ImageOutcome.PullFailed(failure, retryAt);
            }
            return now.isBefore(retryAt) ? new ImageOutcome.BackingOff(failure, retryAt) : null;
        }
    }
}
