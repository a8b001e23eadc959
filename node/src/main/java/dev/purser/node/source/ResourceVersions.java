package dev.purser.node.source;

/// Reads resource versions.
final class ResourceVersions {
    private ResourceVersions() {}

    /// Resource versions are numbers that grow (KEP-5504); what is none becomes the given number.
    static long parse(String resourceVersion, long otherwise) {
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
