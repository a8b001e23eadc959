package dev.purser.node.launch;

import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.environment.Environment;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything that a new container is made of.
///
/// @param attempt how often this container was restarted before
/// @param addresses of the pod
/// @param volumes the path of the host for each of the pod's volumes
/// @param podDirectory the pod's directory on this node
public record Launch(
        PodSpec pod,
        ContainerSpec container,
        int attempt,
        Image image,
        Environment environment,
        List<String> addresses,
        Map<String, Path> volumes,
        Path podDirectory) {
    public Launch {
        addresses = List.copyOf(addresses);
        volumes = Map.copyOf(volumes);
    }
}
