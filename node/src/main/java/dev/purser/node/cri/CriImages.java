package dev.purser.node.cri;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The images of one runtime (`runtime.v1.ImageService`). Thread-safe; calls block and throw
/// [CriException].
public interface CriImages {
    /// The image of this name or digest, if it is here.
    Optional<Image> find(String reference);

    /// Fetches an image from its registry. Takes as long as it takes.
    ///
    /// @return the digest that names the image's content
    String pull(String reference, Optional<RegistryCredential> credential);

    /// Fetches an image from a registry that wants to know nobody's name.
    default String pull(String reference) {
        return pull(reference, Optional.empty());
    }

    /// All images that are here.
    List<Image> list();

    /// Removes an image with all its names. Does nothing when there is none.
    void remove(String reference);

    /// An image on this node.
    ///
    /// @param uid the user its process runs as, when that is a number
    /// @param username the user by name; empty when there is none
    record Image(
            String id,
            List<String> tags,
            List<String> digests,
            long sizeBytes,
            @Nullable Long uid,
            String username) {
        public Image {
            tags = List.copyOf(tags);
            digests = List.copyOf(digests);
        }
    }
}
