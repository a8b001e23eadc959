package dev.purser.node.settings;

import java.time.Duration;

/// Which images are kept.
///
/// @param minimumAge an unused image is kept for so long
/// @param maximumAge an image that is unused for longer goes; zero for never
/// @param highPercent how full the images' file system is when unused images begin to go
/// @param lowPercent how full it may be afterwards
/// @param reported how many images the node's status names; -1 for all
public record ImageSettings(
        Duration minimumAge, Duration maximumAge, int highPercent, int lowPercent, int reported) {}
