package dev.purser.api.kind.pod;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of an image tells about the image. The grammar is that of
/// `distribution/reference`.
final class ImageName {
    private static final String ALWAYS = "Always";
    private static final String IF_NOT_PRESENT = "IfNotPresent";
    private static final String HUB = "docker.io";
    private static final int NAME_MAX = 255;

    private static final String HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String HOST =
            "(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
    private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<name>"
                            + HOST
                            + "/"
                            + PATH_PART
                            + "(?:/"
                            + PATH_PART
                            + ")*)(?::(?<tag>\\w[\\w.-]{0,127}))?"
                            + "(?:@(?<algorithm>[^:@]+):(?<digest>[a-f0-9]+))?");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
    private static final Map<String, Integer> DIGEST_LENGTHS =
            Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    private ImageName() {}

    /// The pull policy of an image for which none was given: one that moves is always pulled, any
    /// other, and what is no name at all, only when it is absent.
    static String defaultPullPolicy(String image) {
        Matcher reference = REFERENCE.matcher(normalize(image));
        boolean isName =
                !IDENTIFIER.matcher(image).matches()
                        && reference.matches()
                        && reference.group("name").length() <= NAME_MAX;
        if (!isName) {
            return IF_NOT_PRESENT;
        }
        String tag = reference.group("tag");
        String digest = reference.group("digest");
        if (digest != null && !isDigest(reference.group("algorithm"), digest)) {
            return IF_NOT_PRESENT;
        }
        boolean isLatest = tag == null ? digest == null : tag.equals("latest");
        return isLatest ? ALWAYS : IF_NOT_PRESENT;
    }

    private static boolean isDigest(String algorithm, String digest) {
        return DIGEST_LENGTHS.getOrDefault(algorithm, 0) == digest.length();
    }

    /// Writes out the registry that short names leave out.
    private static String normalize(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean isHost =
                first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.toLowerCase(Locale.ROOT).equals(first);
        String host = isHost ? first : HUB;
        String rest = isHost ? image.substring(slash + 1) : image;
        if (host.equals("index.docker.io")) {
            host = HUB;
        }
        boolean isOfficial = host.equals(HUB) && !rest.contains("/");
        return host + "/" + (isOfficial ? "library/" + rest : rest);
    }
}
