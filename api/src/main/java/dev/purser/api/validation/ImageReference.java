package dev.purser.api.validation;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The grammar of names of images (that of the distribution project's `reference`, which kubelet
/// goes by), to tell a name that no registry could have from an image that is not there.
///
/// Written by hand where a part may repeat, for names are as long as their authors like.
public final class ImageReference {
    private static final String DEFAULT_DOMAIN = "docker.io";
    private static final String LEGACY_DOMAIN = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final String INVALID = "invalid reference format";
    private static final int LONGEST_PATH = 255;

    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
    private static final Pattern PORT = Pattern.compile("[0-9]+");
    private static final Pattern IPV6 = Pattern.compile("\\[[a-fA-F0-9:]+]");
    private static final Pattern DOMAIN_LABEL =
            Pattern.compile("[a-zA-Z0-9](?>[a-zA-Z0-9-]*)(?<!-)");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern ALGORITHM_PART = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final Pattern ENCODED = Pattern.compile("[0-9a-fA-F]{32,}");
    private static final Pattern LOWER_HEX = Pattern.compile("[a-f0-9]+");

    /// The lengths of what the known algorithms yield, in hexadecimal digits.
    private static final Map<String, Integer> ALGORITHMS =
            Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    private final String text;

    private ImageReference(String text) {
        this.text = text;
    }

    /// What is wrong with the name of an image, as the reference implementation says it; empty when
    /// nothing is.
    public static Optional<String> problem(String image) {
        if (IDENTIFIER.matcher(image).matches()) {
            return Optional.of(
                    "invalid repository name (%s), cannot specify 64-byte hexadecimal strings"
                            .formatted(image));
        }
        String full = withDomain(image);
        String remainder = full.substring(full.indexOf('/') + 1);
        String remote = before(remainder, ':');
        if (!remote.toLowerCase(Locale.ROOT).equals(remote)) {
            return Optional.of(
                    "%s: repository name (%s) must be lowercase".formatted(INVALID, remote));
        }
        return new ImageReference(full).problem();
    }

    /// Whether the name is one of what may be another image tomorrow: `latest`, said or meant. No
    /// name at all is none.
    public static boolean isLatest(String image) {
        if (problem(image).isPresent()) {
            return false;
        }
        ImageReference reference = new ImageReference(withDomain(image));
        String tail = before(reference.text.substring(reference.name().length()), '@');
        return tail.isEmpty() ? image.indexOf('@') < 0 : tail.equals(":latest");
    }

    /// The name with the registry that a short one means.
    private static String withDomain(String image) {
        int slash = image.indexOf('/');
        if (slash < 0) {
            return DEFAULT_DOMAIN + "/" + OFFICIAL + image;
        }
        String first = image.substring(0, slash);
        boolean isDomain =
                first.equals("localhost")
                        || first.contains(".")
                        || first.contains(":")
                        || !first.toLowerCase(Locale.ROOT).equals(first);
        String domain = !isDomain || first.equals(LEGACY_DOMAIN) ? DEFAULT_DOMAIN : first;
        String rest = isDomain ? image.substring(slash + 1) : image;
        boolean isOfficial = domain.equals(DEFAULT_DOMAIN) && !rest.contains("/");
        return domain + "/" + (isOfficial ? OFFICIAL : "") + rest;
    }

    private Optional<String> problem() {
        if (!isWellFormed()) {
            boolean isCase = new ImageReference(text.toLowerCase(Locale.ROOT)).isWellFormed();
            return Optional.of(isCase ? "repository name must be lowercase" : INVALID);
        }
        if (path().length() > LONGEST_PATH) {
            return Optional.of(
                    "repository name must not be more than %d characters".formatted(LONGEST_PATH));
        }
        int at = text.indexOf('@');
        return at < 0 ? Optional.empty() : digestProblem(text.substring(at + 1));
    }

    /// Without tag and digest.
    private String name() {
        String undigested = before(text, '@');
        int colon = undigested.indexOf(':', undigested.lastIndexOf('/') + 1);
        return colon < 0 ? undigested : undigested.substring(0, colon);
    }

    /// Without the registry; empty where there is no such part.
    private String path() {
        String name = name();
        int slash = name.indexOf('/');
        if (slash < 0) {
            return "";
        }
        return isDomain(name.substring(0, slash)) ? name.substring(slash + 1) : name;
    }

    private boolean isWellFormed() {
        String name = name();
        String tail = text.substring(name.length());
        String tag = before(tail, '@');
        int at = text.indexOf('@');
        return isPath(path())
                && (tag.isEmpty() || TAG.matcher(tag.substring(1)).matches())
                && (at < 0 || isDigest(text.substring(at + 1)));
    }

    private static boolean isDomain(String domain) {
        int colon = domain.startsWith("[") ? domain.indexOf("]:") + 1 : domain.indexOf(':');
        String host = colon > 0 ? domain.substring(0, colon) : domain;
        boolean hasPort = colon <= 0 || PORT.matcher(domain.substring(colon + 1)).matches();
        if (host.startsWith("[")) {
            return hasPort && IPV6.matcher(host).matches();
        }
        for (String label : host.split("\\.", -1)) {
            if (!DOMAIN_LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return hasPort;
    }

    private static boolean isPath(String path) {
        for (String component : path.split("/", -1)) {
            if (!isComponent(component)) {
                return false;
            }
        }
        return true;
    }

    /// Words of small letters and digits with a dot, one or two underscores, or dashes between
    /// them.
    private static boolean isComponent(String component) {
        int separator = component.length();
        for (int i = 0; i < component.length(); i++) {
            char each = component.charAt(i);
            if ((each >= 'a' && each <= 'z') || (each >= '0' && each <= '9')) {
                if (separator < i && !isSeparator(component.substring(separator, i))) {
                    return false;
                }
                separator = component.length();
            } else if (i == 0) {
                return false;
            } else if (separator == component.length()) {
                separator = i;
            }
        }
        return !component.isEmpty() && separator == component.length();
    }

    private static boolean isSeparator(String text) {
        return text.equals(".")
                || text.equals("_")
                || text.equals("__")
                || text.chars().allMatch(each -> each == '-');
    }

    private static boolean isDigest(String digest) {
        int colon = digest.indexOf(':');
        if (colon < 0 || !ENCODED.matcher(digest.substring(colon + 1)).matches()) {
            return false;
        }
        for (String part : digest.substring(0, colon).split("[-_+.]", -1)) {
            if (!ALGORITHM_PART.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    /// @param digest of the form that names may have
    private static Optional<String> digestProblem(String digest) {
        String algorithm = before(digest, ':');
        String encoded = digest.substring(algorithm.length() + 1);
        Integer length = ALGORITHMS.get(algorithm);
        if (length == null) {
            boolean isLower = algorithm.toLowerCase(Locale.ROOT).equals(algorithm);
            return Optional.of(
                    isLower ? "unsupported digest algorithm" : "invalid checksum digest format");
        }
        if (encoded.length() != length) {
            return Optional.of("invalid checksum digest length");
        }
        return LOWER_HEX.matcher(encoded).matches()
                ? Optional.empty()
                : Optional.of("invalid checksum digest format");
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
