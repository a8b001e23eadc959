package dev.purser.node.pod;

import dev.purser.api.status.GoQuoted;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.image.ImageOutcome;
import dev.purser.node.image.ImagePuller.Wish;
import dev.purser.node.image.PullPolicy;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Sees to it that the images of a container are there before it starts: its own, and those that it
/// mounts as volumes, with kubelet's events. Used by the pod's thread.
final class ImageStep {
    /// A container that waits for something which nobody may announce is tried again so often.
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    /// For how long a failed pull is shown as such before it is shown as being backed off from.
    private static final Duration PULL_ERROR_SHOWN = Duration.ofSeconds(5);

    private final PodServices services;
    private final PodEvents events;
    private final Runnable wake;

    /// @param wake called when a pull has ended
    ImageStep(PodServices services, PodEvents events, Runnable wake) {
        this.services = services;
        this.events = events;
        this.wake = wake;
    }

    /// What came of it.
    sealed interface Result {
        record Ready(Image image) implements Result {}

        /// The container cannot start yet.
        record Blocked(LaunchOutcome outcome) implements Result {}
    }

    /// Whose image it is, and so what its events are about: the container, or the whole pod.
    ///
    /// @param missing the pull secrets that are not there
    private record Want(
            PodSpec pod,
            ContainerSpec container,
            Wish wish,
            List<String> missing,
            boolean isVolume) {
        String image() {
            return wish.image();
        }
    }

    /// The image that the container is made of.
    Result own(PodSpec pod, ContainerSpec container) throws InterruptedException {
        PullSecrets secrets = PullSecrets.of(pod, services.configs());
        Wish wish =
                new Wish(
                        pod.identity().uid(),
                        container.name(),
                        container.image(),
                        container.pullPolicy(),
                        secrets.forImage(container.image()));
        return ensure(new Want(pod, container, wish, secrets.missing(), false));
    }

    /// The image that the container mounts as a volume.
    ///
    /// @param volume of the pod, with a source `image`
    Result volume(PodSpec pod, ContainerSpec container, JsonNode volume)
            throws InterruptedException {
        PullSecrets secrets = PullSecrets.of(pod, services.configs());
        JsonNode source = volume.path("image");
        Wish wish =
                new Wish(
                        pod.identity().uid(),
                        // No container's name has a slash.
                        "volume/" + volume.path("name").asString(""),
                        source.path("reference").asString(""),
                        PullPolicy.of(source.path("pullPolicy").asString("")),
                        secrets.forImage(source.path("reference").asString("")));
        return ensure(new Want(pod, container, wish, secrets.missing(), true));
    }

    private Result ensure(Want want) {
        ImageOutcome outcome = services.images().ensure(want.wish(), wake);
        return switch (outcome) {
            case ImageOutcome.Present(Image image) -> {
                normal(
                        want,
                        "Pulled",
                        "Container image \"%s\" already present on machine and can be accessed by the pod"
                                .formatted(want.image()));
                yield new Result.Ready(image);
            }
            case ImageOutcome.Pulled(Image image, Duration took) -> {
                normal(want, "Pulled", pulledMessage(want, image, took));
                yield new Result.Ready(image);
            }
            case ImageOutcome.Pulling(boolean isNew) -> {
                if (isNew) {
                    normal(want, "Pulling", "Pulling image \"%s\"".formatted(want.image()));
                }
                yield new Result.Blocked(new LaunchOutcome.Fetching());
            }
            case ImageOutcome.Unavailable unavailable ->
                    new Result.Blocked(without(want, unavailable));
        };
    }

    private static String pulledMessage(Want want, Image image, Duration took) {
        String seconds = took.toMillis() + "ms";
        return "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
                .formatted(want.image(), seconds, seconds, image.sizeBytes());
    }

    private LaunchOutcome without(Want want, ImageOutcome.Unavailable outcome) {
        String image = want.image();
        return switch (outcome) {
            case ImageOutcome.BadName(String why) -> {
                String name = GoQuoted.of(image);
                String message =
                        "Failed to apply default image tag %s: couldn't parse image name %s: %s"
                                .formatted(name, name, why);
                warning(want, "InspectFailed", message);
                yield imageError(want, new Waiting("InvalidImageName", message));
            }
            case ImageOutcome.NeverPull _ -> {
                String message =
                        "Container image \"%s\" is not present with pull policy of Never"
                                .formatted(image);
                warning(want, "ErrImageNeverPull", message);
                yield imageError(want, new Waiting("ErrImageNeverPull", message));
            }
            case ImageOutcome.InspectFailed(String why) -> {
                String message = "Failed to inspect image \"%s\": %s".formatted(image, why);
                warning(want, "InspectFailed", message);
                yield imageError(want, new Waiting("ImageInspectError", message));
            }
            case ImageOutcome.PullFailed(String why, Instant retryAt) -> {
                warning(want, "Failed", "Failed to pull image \"%s\": %s".formatted(image, why));
                imageError(want, new Waiting("ErrImagePull", why));
                if (!want.missing().isEmpty()) {
                    events.warning(
                            want.pod(),
                            "FailedToRetrieveImagePullSecret",
                            "Unable to retrieve some image pull secrets (%s); attempting to pull the image may not succeed."
                                    .formatted(String.join(", ", want.missing())));
                }
                yield new LaunchOutcome.NotYet(
                        new Waiting("ErrImagePull", why), shorter(PULL_ERROR_SHOWN, retryAt));
            }
            case ImageOutcome.BackingOff(String why, Instant retryAt) -> {
                String message = "Back-off pulling image \"%s\"".formatted(image);
                normal(want, "BackOff", message);
                Waiting waiting =
                        new Waiting("ImagePullBackOff", message + ": ErrImagePull: " + why);
                imageError(want, waiting);
                yield new LaunchOutcome.NotYet(waiting, until(retryAt));
            }
        };
    }

    private LaunchOutcome imageError(Want want, Waiting waiting) {
        events.warning(want.pod(), want.container(), "Failed", "Error: " + waiting.reason());
        return new LaunchOutcome.NotYet(waiting, RETRY_PAUSE);
    }

    private void normal(Want want, String reason, String message) {
        if (want.isVolume()) {
            events.normal(want.pod(), reason, message);
        } else {
            events.normal(want.pod(), want.container(), reason, message);
        }
    }

    private void warning(Want want, String reason, String message) {
        if (want.isVolume()) {
            events.warning(want.pod(), reason, message);
        } else {
            events.warning(want.pod(), want.container(), reason, message);
        }
    }

    private Duration shorter(Duration pause, Instant moment) {
        Duration rest = until(moment);
        return rest.compareTo(pause) < 0 ? rest : pause;
    }

    private Duration until(Instant moment) {
        return Duration.between(services.timers().instant(), moment);
    }
}
