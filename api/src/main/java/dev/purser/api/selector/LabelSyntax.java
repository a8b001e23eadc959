package dev.purser.api.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What label keys and values may look like, with Kubernetes' words for what they may not.
public final class LabelSyntax {
    private static final int NAME_BYTES_MAX = 63;
    private static final int PREFIX_BYTES_MAX = 253;
    private static final String NAME_FORMAT = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE_FORMAT = "(" + NAME_FORMAT + ")?";
    private static final String SUBDOMAIN_FORMAT =
            "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final Pattern NAME = Pattern.compile(NAME_FORMAT);
    private static final Pattern VALUE = Pattern.compile(VALUE_FORMAT);
    private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORMAT);

    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
                    + " an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc',"
                    + " regex used for validation is '"
                    + NAME_FORMAT
                    + "')";
    private static final String VALUE_RULE =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
                    + " or '.', and must start and end with an alphanumeric character (e.g."
                    + " 'MyValue',  or 'my_value',  or '12345', regex used for validation is '"
                    + VALUE_FORMAT
                    + "')";
    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                    + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                    + " 'example.com', regex used for validation is '"
                    + SUBDOMAIN_FORMAT
                    + "')";

    private LabelSyntax() {}

    /// What is wrong with a label key; empty when nothing is.
    public static List<String> keyErrors(String key) {
        List<String> errors = new ArrayList<>();
        String[] parts = key.split("/", -1);
        if (parts.length > 2) {
            errors.add(
                    "a valid label key "
                            + NAME_RULE
                            + " with an optional DNS subdomain prefix and '/' (e.g."
                            + " 'example.com/MyName')");
            return errors;
        }
        if (parts.length == 2) {
            prefixErrors(parts[0], errors);
        }
        nameErrors(parts[parts.length - 1], errors);
        return errors;
    }

    /// What is wrong with a label value; empty when nothing is.
    public static List<String> valueErrors(String value) {
        List<String> errors = new ArrayList<>();
        if (value.length() > NAME_BYTES_MAX) {
            errors.add("must be no more than " + NAME_BYTES_MAX + " bytes");
        }
        if (!VALUE.matcher(value).matches()) {
            errors.add(VALUE_RULE);
        }
        return errors;
    }

    private static void prefixErrors(String prefix, List<String> errors) {
        if (prefix.isEmpty()) {
            errors.add("prefix part must be non-empty");
            return;
        }
        if (prefix.length() > PREFIX_BYTES_MAX) {
            errors.add("prefix part must be no more than " + PREFIX_BYTES_MAX + " bytes");
        }
        if (!SUBDOMAIN.matcher(prefix).matches()) {
            errors.add("prefix part " + SUBDOMAIN_RULE);
        }
    }

    private static void nameErrors(String name, List<String> errors) {
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (name.length() > NAME_BYTES_MAX) {
            errors.add("name part must be no more than " + NAME_BYTES_MAX + " bytes");
        }
        if (!NAME.matcher(name).matches()) {
            errors.add("name part " + NAME_RULE);
        }
    }
}
