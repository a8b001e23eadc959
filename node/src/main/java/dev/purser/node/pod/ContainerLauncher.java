package dev.purser.node.pod;

import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.Environment;
import dev.purser.node.environment.PodAddresses;
import dev.purser.node.image.ImageOutcome;
import dev.purser.node.image.ImagePuller.Wish;
import dev.purser.node.launch.Launch;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.PodSandboxConfig;

/// Starts one container: image, configuration, creation, start, with kubelet's events. Used by the
/// pod's thread.
final class ContainerLauncher {
    /// A container that waits for something which nobody may announce is tried again so often.
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    /// For how long a failed pull is shown as such before it is shown as being backed off from.
    private static final Duration PULL_ERROR_SHOWN = Duration.ofSeconds(5);

    private final PodServices services;
    private final PodEvents events;
    private final Runnable wake;

    ContainerLauncher(PodServices services, PodEvents events, Runnable wake) {
        this.services = services;
        this.events = events;
        this.wake = wake;
    }

    /// Where the container goes.
    ///
    /// @param attempt how often the container was restarted before
    record Place(
            String sandboxId,
            PodSandboxConfig sandbox,
            int attempt,
            List<String> addresses,
            Map<String, Path> volumes) {}

    LaunchOutcome launch(PodSpec pod, ContainerSpec container, Place place)
            throws InterruptedException {
        String uid = pod.identity().uid();
        Wish wish = new Wish(uid, container.name(), container.image(), container.pullPolicy());
        ImageOutcome outcome = services.images().ensure(wish, wake);
        return switch (outcome) {
            case ImageOutcome.Present(Image image) -> {
                events.normal(
                        pod,
                        container,
                        "Pulled",
                        "Container image \"%s\" already present on machine and can be accessed by the pod"
                                .formatted(container.image()));
                yield start(pod, container, place, image);
            }
            case ImageOutcome.Pulled(Image image, Duration took) -> {
                events.normal(pod, container, "Pulled", pulledMessage(container, image, took));
                yield start(pod, container, place, image);
            }
            case ImageOutcome.Pulling(boolean isNew) -> {
                if (isNew) {
                    events.normal(
                            pod,
                            container,
                            "Pulling",
                            "Pulling image \"%s\"".formatted(container.image()));
                }
                yield new LaunchOutcome.Fetching();
            }
            case ImageOutcome.Unavailable unavailable -> withoutImage(pod, container, unavailable);
        };
    }

    private static String pulledMessage(ContainerSpec container, Image image, Duration took) {
        String seconds = took.toMillis() + "ms";
        return "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
                .formatted(container.image(), seconds, seconds, image.sizeBytes());
    }

    private LaunchOutcome withoutImage(
            PodSpec pod, ContainerSpec container, ImageOutcome.Unavailable outcome) {
        String image = container.image();
        return switch (outcome) {
            case ImageOutcome.NeverPull _ -> {
                String message =
                        "Container image \"%s\" is not present with pull policy of Never"
                                .formatted(image);
                events.warning(pod, container, "ErrImageNeverPull", message);
                yield imageError(pod, container, new Waiting("ErrImageNeverPull", message));
            }
            case ImageOutcome.InspectFailed(String why) -> {
                String message = "Failed to inspect image \"%s\": %s".formatted(image, why);
                events.warning(pod, container, "InspectFailed", message);
                yield imageError(pod, container, new Waiting("ImageInspectError", message));
            }
            case ImageOutcome.PullFailed(String why, Instant retryAt) -> {
                events.warning(
                        pod,
                        container,
                        "Failed",
                        "Failed to pull image \"%s\": %s".formatted(image, why));
                imageError(pod, container, new Waiting("ErrImagePull", why));
                yield new LaunchOutcome.NotYet(
                        new Waiting("ErrImagePull", why), shorter(PULL_ERROR_SHOWN, retryAt));
            }
            case ImageOutcome.BackingOff(String why, Instant retryAt) -> {
                String message = "Back-off pulling image \"%s\"".formatted(image);
                events.normal(pod, container, "BackOff", message);
                Waiting waiting =
                        new Waiting("ImagePullBackOff", message + ": ErrImagePull: " + why);
                imageError(pod, container, waiting);
                yield new LaunchOutcome.NotYet(waiting, until(retryAt));
            }
        };
    }

    private LaunchOutcome imageError(PodSpec pod, ContainerSpec container, Waiting waiting) {
        events.warning(pod, container, "Failed", "Error: " + waiting.reason());
        return new LaunchOutcome.NotYet(waiting, RETRY_PAUSE);
    }

    private Duration shorter(Duration pause, Instant moment) {
        Duration rest = until(moment);
        return rest.compareTo(pause) < 0 ? rest : pause;
    }

    private Duration until(Instant moment) {
        return Duration.between(services.timers().instant(), moment);
    }

    private LaunchOutcome start(PodSpec pod, ContainerSpec container, Place place, Image image)
            throws InterruptedException {
        ContainerConfig config;
        try {
            config = config(pod, container, place, image);
        } catch (ConfigErrorException e) {
            return refused(pod, container, "CreateContainerConfigError", e.getMessage());
        } catch (IOException e) {
            return refused(pod, container, "CreateContainerConfigError", e.toString());
        }
        String id;
        try {
            id = services.runtime().createContainer(place.sandboxId(), config, place.sandbox());
        } catch (CriException e) {
            return refused(pod, container, "CreateContainerError", e.description());
        }
        events.normal(pod, container, "Created", "Container created");
        try {
            services.runtime().startContainer(id);
        } catch (CriException e) {
            events.warning(pod, container, "Failed", "Error: " + e.description());
            return new LaunchOutcome.Failed(new Waiting("RunContainerError", e.description()));
        }
        events.normal(pod, container, "Started", "Container started");
        return new LaunchOutcome.Started(id);
    }

    private LaunchOutcome refused(
            PodSpec pod, ContainerSpec container, String reason, String message) {
        events.warning(pod, container, "Failed", "Error: " + message);
        return new LaunchOutcome.NotYet(new Waiting(reason, message), RETRY_PAUSE);
    }

    private ContainerConfig config(PodSpec pod, ContainerSpec container, Place place, Image image)
            throws ConfigErrorException, IOException, InterruptedException {
        PodAddresses addresses = new PodAddresses(place.addresses(), services.hostAddresses());
        Environment environment =
                services.environment().resolve(pod.pod(), container.json(), addresses);
        PodIdentity identity = pod.identity();
        return services.containerConfigs()
                .of(
                        new Launch(
                                pod,
                                container,
                                place.attempt(),
                                image,
                                environment,
                                place.addresses(),
                                place.volumes(),
                                services.volumes().podDirectory(identity.uid())));
    }
}
