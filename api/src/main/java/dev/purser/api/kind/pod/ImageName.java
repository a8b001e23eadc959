package dev.purser.api.kind.pod;

/// What the name of an image tells about the image.
final class ImageName {
    private ImageName() {}

    /// The pull policy of an image for which none was given: one that moves is always pulled, one
    /// with a tag or a digest only when it is absent.
    static String defaultPullPolicy(String image) {
        if (image.isEmpty() || image.contains(" ")) {
            return "IfNotPresent";
        }
        if (image.contains("@")) {
            return "IfNotPresent";
        }
        int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
        boolean isLatest = colon < 0 || image.substring(colon + 1).equals("latest");
        return isLatest ? "Always" : "IfNotPresent";
    }
}
