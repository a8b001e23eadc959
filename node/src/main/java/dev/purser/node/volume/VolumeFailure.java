package dev.purser.node.volume;

/// Why one volume is not as its pod wants it; becomes a warning event of the pod.
///
/// @param volume the name of the volume in the pod
/// @param reason the event's reason: `FailedMount`, or `Denied` or `Failed` by a signer
/// @param message the event's message with kubelet's text; holds no secret value
public record VolumeFailure(String volume, String reason, String message) {
    /// A volume that could not be set up.
    static VolumeFailure setUp(String volume, String why) {
        return new VolumeFailure(
                volume,
                "FailedMount",
                "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volume, why));
    }
}
