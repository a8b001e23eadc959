package dev.purser.api.kind.pod;

import dev.purser.api.validation.ImageReference;

/// What the name of an image tells about the image.
final class ImageName {
    private ImageName() {}

    /// The pull policy of an image for which none was given: one that moves is always pulled, any
    /// other, and what is no name at all, only when it is absent.
    static String defaultPullPolicy(String image) {
        return ImageReference.isLatest(image) ? "Always" : "IfNotPresent";
    }
}
