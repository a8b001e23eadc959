package dev.purser.api.extension;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The string formats that Kubernetes checks (`go-openapi/strfmt`). Dashes in their names do not
/// count.
final class Formats {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern TIME =
            Pattern.compile(
                    "^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$");
    private static final Pattern HOSTNAME =
            Pattern.compile(
                    "^([a-zA-Z0-9\\p{S}\\p{L}]((-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?)|"
                            + "([a-zA-Z0-9\\p{S}\\p{L}](([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}"
                            + "[a-zA-Z0-9\\p{S}\\p{L}])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$");
    private static final Pattern GO_DURATION =
            Pattern.compile("^[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$");
    private static final Pattern SCALA_DURATION =
            Pattern.compile(
                    "(?i)[0-9]+\\s*(ns|nano[a-z]*|us|µs|micro[a-z]*|ms|milli[a-z]*|s|sec[a-z]*|m|"
                            + "min[a-z]*|h|hr|hour[a-z]*|d|day[a-z]*|w|wk|week[a-z]*)"
                            + "($|[^A-Za-zµ])");
    private static final Pattern MAC =
            Pattern.compile(
                    "^([0-9a-fA-F]{2}([:-])([0-9a-fA-F]{2}[:-]){4}[0-9a-fA-F]{2}|"
                            + "([0-9a-fA-F]{2}[:-]){7}[0-9a-fA-F]{2}|"
                            + "([0-9a-fA-F]{2}[:-]){19}[0-9a-fA-F]{2}|"
                            + "([0-9a-fA-F]{4}\\.){2}[0-9a-fA-F]{4}|"
                            + "([0-9a-fA-F]{4}\\.){3}[0-9a-fA-F]{4})$");

    private static final Map<String, Predicate<String>> CHECKS =
            Map.ofEntries(
                    Map.entry("bsonobjectid", matching("^[0-9a-fA-F]{24}$")),
                    Map.entry("uri", Formats::isUri),
                    Map.entry("email", Formats::isEmail),
                    Map.entry("hostname", Formats::isHostname),
                    Map.entry("ipv4", IpFormats::isIpv4),
                    Map.entry("ipv6", IpFormats::isIpv6),
                    Map.entry("cidr", IpFormats::isCidr),
                    Map.entry("mac", text -> MAC.matches(text)),
                    Map.entry("uuid", uuid("[0-9a-f]{4}", "[0-9a-f]{4}")),
                    Map.entry("uuid3", uuid("3[0-9a-f]{3}", "[0-9a-f]{4}")),
                    Map.entry("uuid4", uuid("4[0-9a-f]{3}", "[89ab][0-9a-f]{3}")),
                    Map.entry("uuid5", uuid("5[0-9a-f]{3}", "[89ab][0-9a-f]{3}")),
                    Map.entry(
                            "isbn",
                            text -> CheckDigits.isIsbn10(text) || CheckDigits.isIsbn13(text)),
                    Map.entry("isbn10", CheckDigits::isIsbn10),
                    Map.entry("isbn13", CheckDigits::isIsbn13),
                    Map.entry("creditcard", CheckDigits::isCreditCard),
                    Map.entry("ssn", matching("^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}$")),
                    Map.entry("hexcolor", matching("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")),
                    Map.entry("rgbcolor", Formats::isRgbColor),
                    Map.entry(
                            "byte",
                            matching(
                                    "^(?:[A-Za-z0-9+\\\\/]{4})*(?:[A-Za-z0-9+\\\\/]{2}==|"
                                            + "[A-Za-z0-9+\\\\/]{3}=|[A-Za-z0-9+\\\\/]{4})$")),
                    Map.entry("password", text -> true),
                    Map.entry("date", Formats::isDate),
                    Map.entry("duration", Formats::isDuration),
                    Map.entry("datetime", Formats::isDateTime),
                    Map.entry("k8sshortname", name(63, false)),
                    Map.entry("k8slongname", name(253, true)));

    private static final Set<String> SUPPORTED = CHECKS.keySet();

    private Formats() {}

    /// Whether a format is one that schemas may use for texts; others are ignored.
    static boolean isSupported(String format) {
        return SUPPORTED.contains(normalized(format));
    }

    static boolean isChecked(String format) {
        return !format.isEmpty() && isSupported(format);
    }

    static boolean matches(String format, String text) {
        Predicate<String> check = CHECKS.get(normalized(format));
        return check == null || check.test(text);
    }

    private static String normalized(String format) {
        return format.replace("-", "");
    }

    private static Predicate<String> matching(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return pattern::matches;
    }

    private static Predicate<String> uuid(String third, String fourth) {
        return matching(
                "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?%s-?%s-?[0-9a-f]{12}$".formatted(third, fourth));
    }

    private static Predicate<String> name(int max, boolean dots) {
        String label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
        Pattern pattern = Pattern.compile(dots ? label + "(\\." + label + ")*" : label);
        return text -> text.length() <= max && pattern.matches(text);
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text, DATE).getYear() <= 9999;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("t", -1);
        if (text.length() < 4 || parts.length < 2 || !isDate(parts[0])) {
            return false;
        }
        var time = TIME.matcher(parts[1]);
        return time.matches()
                && time.group(1).compareTo("23") <= 0
                && time.group(2).compareTo("59") <= 0
                && time.group(3).compareTo("59") <= 0;
    }

    private static boolean isDuration(String text) {
        return GO_DURATION.matches(text) || SCALA_DURATION.matcher(text).find();
    }

    private static boolean isHostname(String text) {
        if (!HOSTNAME.matches(text) || text.length() > 255) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (label.length() > 63) {
                return false;
            }
        }
        return true;
    }

    /// What Go's `url.ParseRequestURI` takes: an absolute URI or an absolute path.
    private static boolean isUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null || text.startsWith("/");
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// An address, perhaps behind a name: `Joe <joe@example.com>`.
    private static boolean isEmail(String text) {
        int open = text.lastIndexOf('<');
        boolean named = open >= 0 && text.strip().endsWith(">");
        String address = named ? text.substring(open + 1, text.lastIndexOf('>')) : text.strip();
        int at = address.lastIndexOf('@');
        return at > 0
                && EmailParts.isLocal(address.substring(0, at))
                && EmailParts.isDomain(address.substring(at + 1));
    }

    private static boolean isRgbColor(String text) {
        String part = "\\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\\s*";
        return Pattern.matches("^rgb\\(%s,%s,%s\\)$".formatted(part, part, part), text);
    }

    /// The parts of an address by RFC 5322, as far as Go's parser goes.
    private static final class EmailParts {
        private static final Pattern ATOMS =
                Pattern.compile(
                        "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]+"
                                + "(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]+)*");
        private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]|\\\\.)+\"");

        private EmailParts() {}

        static boolean isLocal(String text) {
            return ATOMS.matches(text) || QUOTED.matches(text);
        }

        static boolean isDomain(String text) {
            return ATOMS.matches(text);
        }
    }
}
