package dev.purser.node.pod;

import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.Environment;
import dev.purser.node.environment.PodAddresses;
import dev.purser.node.launch.Launch;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.Waiting;
import dev.purser.node.volume.ImageVolumes.ImageMount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.PodSandboxConfig;
import tools.jackson.databind.JsonNode;

/// Starts one container: image, configuration, creation, start, with kubelet's events. Used by the
/// pod's thread.
final class ContainerLauncher {
    /// A container that waits for something which nobody may announce is tried again so often.
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    private final PodServices services;
    private final PodEvents events;
    private final ImageStep images;

    ContainerLauncher(PodServices services, PodEvents events, Runnable wake) {
        this.services = services;
        this.events = events;
        this.images = new ImageStep(services, events, wake);
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
        for (JsonNode volume : imageVolumes(pod, container)) {
            switch (images.volume(pod, container, volume)) {
                case ImageStep.Result.Blocked(LaunchOutcome outcome) -> {
                    return outcome;
                }
                case ImageStep.Result.Ready(Image image) -> {
                    Optional<String> failure = mount(pod, volume, place, image);
                    if (failure.isPresent()) {
                        return refused(pod, container, "CreateContainerError", failure.get());
                    }
                }
            }
        }
        return switch (images.own(pod, container)) {
            case ImageStep.Result.Ready(Image image) -> start(pod, container, place, image);
            case ImageStep.Result.Blocked(LaunchOutcome outcome) -> outcome;
        };
    }

    /// The volumes that the container mounts and that are images.
    private static List<JsonNode> imageVolumes(PodSpec pod, ContainerSpec container) {
        Set<String> mounted =
                container
                        .json()
                        .path("volumeMounts")
                        .valueStream()
                        .map(each -> each.path("name").asString(""))
                        .collect(Collectors.toSet());
        return pod.json()
                .path("volumes")
                .valueStream()
                .filter(each -> each.hasNonNull("image"))
                .filter(each -> mounted.contains(each.path("name").asString("")))
                .toList();
    }

    /// @return what kept the image from being mounted; empty when nothing did
    private Optional<String> mount(PodSpec pod, JsonNode volume, Place place, Image image) {
        String name = volume.path("name").asString("");
        Path target = place.volumes().get(name);
        if (target == null) {
            return Optional.of("cannot find volume \"%s\"".formatted(name));
        }
        try {
            services.imageVolumes()
                    .mount(new ImageMount(pod.identity().uid(), name, target, image.id()));
            return Optional.empty();
        } catch (CriException e) {
            return Optional.of("failed to mount image volume: " + e.description());
        } catch (IOException e) {
            return Optional.of("failed to mount image volume: " + e.getMessage());
        }
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
        List<String> hosts = services.hostAddresses();
        PodAddresses addresses =
                new PodAddresses(pod.usesHostNetwork() ? hosts : place.addresses(), hosts);
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
