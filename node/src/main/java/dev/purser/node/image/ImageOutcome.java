package dev.purser.node.image;

import dev.purser.node.cri.CriImages.Image;
import java.time.Duration;
import java.time.Instant;

/// What became of the wish for an image.
public sealed interface ImageOutcome {
    /// It was here already.
    record Present(Image image) implements ImageOutcome {}

    /// It was fetched for this very wish.
    record Pulled(Image image, Duration took) implements ImageOutcome {}

    /// It is being fetched; the wish is to be repeated once that has ended.
    ///
    /// @param isNew whether this wish began it
    record Pulling(boolean isNew) implements ImageOutcome {}

    /// It is not here, and nobody is fetching it.
    sealed interface Unavailable extends ImageOutcome {}

    /// No registry could have an image of this name.
    record BadName(String message) implements Unavailable {}

    /// It is not here and must not be fetched.
    record NeverPull() implements Unavailable {}

    /// The runtime could not tell.
    record InspectFailed(String message) implements Unavailable {}

    /// Fetching it failed.
    ///
    /// @param retryAt the moment before which it is not tried again
    record PullFailed(String message, Instant retryAt) implements Unavailable {}

    /// Fetching it failed before, and it is too early to try again.
    record BackingOff(String message, Instant retryAt) implements Unavailable {}
}
