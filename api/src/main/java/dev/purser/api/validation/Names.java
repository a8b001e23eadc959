package dev.purser.api.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the names of all sorts of things may look like. Each method returns what is wrong with a
/// text, in Kubernetes' words; nothing when it is right.
public final class Names {
    private static final int LABEL_MAX = 63;
    private static final int SUBDOMAIN_MAX = 253;
    private static final int PORT_NAME_MAX = 15;
    private static final int CONFIG_KEY_MAX = 253;

    private static final String LABEL_FORMAT = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String LABEL_1035_FORMAT = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN_FORMAT = LABEL_FORMAT + "(\\." + LABEL_FORMAT + ")*";
    private static final String CONFIG_KEY_FORMAT = "[-._a-zA-Z0-9]+";
    private static final String C_IDENTIFIER_FORMAT = "[A-Za-z_][A-Za-z0-9_]*";

    private static final String UNDERSCORED_LABEL_FORMAT = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String UNDERSCORED_FORMAT =
            UNDERSCORED_LABEL_FORMAT + "(\\." + UNDERSCORED_LABEL_FORMAT + ")*";
    private static final String HEADER_FORMAT = "[-A-Za-z0-9]+";

    private static final Pattern LABEL = Pattern.compile(LABEL_FORMAT);
    private static final Pattern LABEL_1035 = Pattern.compile(LABEL_1035_FORMAT);
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORMAT);
    private static final Pattern CONFIG_KEY = Pattern.compile(CONFIG_KEY_FORMAT);
    private static final Pattern C_IDENTIFIER = Pattern.compile(C_IDENTIFIER_FORMAT);
    private static final Pattern UNDERSCORED = Pattern.compile(UNDERSCORED_FORMAT);
    private static final Pattern HEADER = Pattern.compile(HEADER_FORMAT);
    private static final Pattern PORT_CHARACTERS = Pattern.compile("[-a-z0-9]+");
    private static final Pattern LETTER = Pattern.compile("[a-z]");
    private static final Pattern ENV_NAME = Pattern.compile("[ -<>-~]+");

    private Names() {}

    /// RFC 1123 label: names of Namespaces, containers, volumes.
    public static List<String> labelErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > LABEL_MAX) {
            errors.add(tooLong(LABEL_MAX));
        }
        if (!LABEL.matcher(text).matches()) {
            errors.add(
                    SUBDOMAIN.matcher(text).matches()
                            ? "must not contain dots"
                            : rule(
                                    "a lowercase RFC 1123 label must consist of lower case"
                                            + " alphanumeric characters or '-', and must start and"
                                            + " end with an alphanumeric character",
                                    LABEL_FORMAT,
                                    "my-name",
                                    "123-abc"));
        }
        return errors;
    }

    /// RFC 1035 label: names of Services.
    public static List<String> label1035Errors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > LABEL_MAX) {
            errors.add(tooLong(LABEL_MAX));
        }
        if (!LABEL_1035.matcher(text).matches()) {
            errors.add(
                    rule(
                            "a DNS-1035 label must consist of lower case alphanumeric characters or"
                                    + " '-', start with an alphabetic character, and end with an"
                                    + " alphanumeric character",
                            LABEL_1035_FORMAT,
                            "my-name",
                            "abc-123"));
        }
        return errors;
    }

    /// RFC 1123 subdomain: names of most objects.
    public static List<String> subdomainErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > SUBDOMAIN_MAX) {
            errors.add(tooLong(SUBDOMAIN_MAX));
        }
        if (!SUBDOMAIN.matcher(text).matches()) {
            errors.add(
                    rule(
                            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                                    + " characters, '-' or '.', and must start and end with an"
                                    + " alphanumeric character",
                            SUBDOMAIN_FORMAT,
                            "example.com"));
        }
        return errors;
    }

    /// A subdomain that may have underscores: search paths of DNS.
    public static List<String> underscoredSubdomainErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > SUBDOMAIN_MAX) {
            errors.add(tooLong(SUBDOMAIN_MAX));
        }
        if (!UNDERSCORED.matcher(text).matches()) {
            errors.add(
                    rule(
                            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                                    + " characters, '_', '-' or '.', and must start and end with an"
                                    + " alphanumeric character",
                            UNDERSCORED_FORMAT,
                            "example.com"));
        }
        return errors;
    }

    /// A subdomain whose letters may be of any case: names of drivers.
    public static List<String> caselessSubdomainErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > SUBDOMAIN_MAX) {
            errors.add("must be no more than " + SUBDOMAIN_MAX + " bytes");
        }
        if (!SUBDOMAIN.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            errors.add(
                    rule(
                            "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or"
                                    + " '.', and must start and end with an alphanumeric character",
                            SUBDOMAIN_FORMAT,
                            "Example.com"));
        }
        return errors;
    }

    /// A subdomain whose first label stands for any (RFC 1034, 4.3.3): hosts of Ingresses.
    public static List<String> wildcardErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > SUBDOMAIN_MAX) {
            errors.add(tooLong(SUBDOMAIN_MAX));
        }
        if (!text.startsWith("*.") || !SUBDOMAIN.matcher(text.substring(2)).matches()) {
            errors.add(
                    rule(
                            "a wildcard DNS-1123 subdomain must start with '*.', followed by a"
                                    + " valid DNS subdomain, which must consist of lower case"
                                    + " alphanumeric characters, '-' or '.' and end with an"
                                    + " alphanumeric character",
                            "\\*\\." + SUBDOMAIN_FORMAT,
                            "*.example.com"));
        }
        return errors;
    }

    /// Names of HTTP headers.
    public static List<String> headerErrors(String text) {
        return HEADER.matcher(text).matches()
                ? List.of()
                : List.of(
                        rule(
                                "a valid HTTP header must consist of alphanumeric characters or"
                                        + " '-'",
                                HEADER_FORMAT,
                                "X-Header-Name"));
    }

    /// Anything that fits between two slashes of a URL: names of Roles and their bindings.
    public static List<String> pathSegmentErrors(String text) {
        if (text.equals(".") || text.equals("..")) {
            return List.of("may not be '" + text + "'");
        }
        return pathSegmentPrefixErrors(text);
    }

    /// The beginning of something that fits between two slashes of a URL.
    public static List<String> pathSegmentPrefixErrors(String text) {
        List<String> errors = new ArrayList<>();
        for (String part : List.of("/", "%")) {
            if (text.contains(part)) {
                errors.add("may not contain '" + part + "'");
            }
        }
        return errors;
    }

    /// Keys of ConfigMaps and Secrets, which become names of files.
    public static List<String> configKeyErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > CONFIG_KEY_MAX) {
            errors.add(tooLong(CONFIG_KEY_MAX));
        }
        if (!CONFIG_KEY.matcher(text).matches()) {
            errors.add(
                    rule(
                            "a valid config key must consist of alphanumeric characters, '-', '_'"
                                    + " or '.'",
                            CONFIG_KEY_FORMAT,
                            "key.name",
                            "KEY_NAME",
                            "key-name"));
        }
        if (text.equals(".") || text.equals("..")) {
            errors.add("must not be '" + text + "'");
        } else if (text.startsWith("..")) {
            errors.add("must not start with '..'");
        }
        return errors;
    }

    /// Names of environment variables as they are allowed since Kubernetes 1.34 (KEP-4369).
    public static List<String> environmentNameErrors(String text) {
        return ENV_NAME.matcher(text).matches()
                ? List.of()
                : List.of(
                        "a valid environment variable name must consist only of printable ASCII"
                                + " characters other than '='");
    }

    /// Names of ports (RFC 6335).
    public static List<String> portNameErrors(String text) {
        List<String> errors = new ArrayList<>();
        if (text.length() > PORT_NAME_MAX) {
            errors.add(tooLong(PORT_NAME_MAX));
        }
        if (!PORT_CHARACTERS.matcher(text).matches()) {
            errors.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!LETTER.matcher(text).find()) {
            errors.add("must contain at least one letter (a-z)");
        }
        if (text.contains("--")) {
            errors.add("must not contain consecutive hyphens");
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            errors.add("must not begin or end with a hyphen");
        }
        return errors;
    }

    /// Identifiers of the C language.
    public static List<String> cIdentifierErrors(String text) {
        return C_IDENTIFIER.matcher(text).matches()
                ? List.of()
                : List.of(
                        rule(
                                "a valid C identifier must start with alphabetic character or"
                                        + " '_', followed by a string of alphanumeric characters"
                                        + " or '_'",
                                C_IDENTIFIER_FORMAT,
                                "my_name",
                                "MY_NAME",
                                "MyName"));
    }

    private static String tooLong(int charactersMax) {
        return "must be no more than " + charactersMax + " characters";
    }

    /// A rule with examples and the expression behind it; the double space before the second
    /// example is Kubernetes' own.
    private static String rule(String rule, String format, String... examples) {
        StringBuilder text = new StringBuilder(rule).append(" (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            text.append(i == 0 ? "" : " or ").append('\'').append(examples[i]).append("', ");
        }
        return text.append("regex used for validation is '").append(format).append("')").toString();
    }
}
