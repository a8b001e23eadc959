package dev.purser.node.collect;

import dev.purser.node.cri.CriImages;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.image.PauseImage;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Finds the images that somebody needs: containers, also ended ones, pods that are to run, and
/// every sandbox. Thread-safe.
final class UsedImages {
    private final CriRuntime runtime;
    private final CriImages images;
    private final Supplier<List<PodSpec>> active;

    /// @param active the pods of which something runs, or is to run
    UsedImages(CriRuntime runtime, CriImages images, Supplier<List<PodSpec>> active) {
        this.runtime = runtime;
        this.images = images;
        this.active = active;
    }

    /// The ids of the images.
    Set<String> ids() {
        Set<String> used = new HashSet<>();
        runtime.listing().forEach(each -> used.add(each.imageId()));
        add(used, PauseImage.NAME);
        Set<String> names = new HashSet<>();
        for (PodSpec pod : active.get()) {
            pod.allContainers().stream().map(ContainerSpec::image).forEach(names::add);
            for (JsonNode volume : pod.json().path("volumes")) {
                names.add(volume.path("image").path("reference").asString(""));
            }
        }
        names.stream().filter(name -> !name.isEmpty()).forEach(name -> add(used, name));
        return used;
    }

    private void add(Set<String> used, String reference) {
        images.find(reference).map(Image::id).ifPresent(used::add);
    }
}
