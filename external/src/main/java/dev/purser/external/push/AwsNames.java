package dev.purser.external.push;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which an ExternalSecret may know a secret or parameter of AWS.
final class AwsNames {
    private static final Pattern SECRET_ARN =
            Pattern.compile("arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)");
    private static final Pattern PARAMETER_ARN =
            Pattern.compile("arn:[^:]*:ssm:[^:]*:[^:]*:parameter(/.+)");

    /// Secrets Manager appends a hyphen and six characters to names in ARNs.
    private static final Pattern SUFFIX = Pattern.compile("-[A-Za-z0-9]{6}$");

    /// Ends of the parts of a name: a store may have the beginning of all names as its `prefix`.
    private static final Pattern PART_END = Pattern.compile("[/_+=.@-]");

    private AwsNames() {}

    /// @param name or ARN
    static void addTo(Set<String> names, String name) {
        names.add(name);
        if (name.length() > EventForm.NAME_MAX) {
            return;
        }
        Matcher secret = SECRET_ARN.matcher(name);
        Matcher parameter = PARAMETER_ARN.matcher(name);
        if (secret.matches()) {
            names.add(SUFFIX.matcher(name).replaceFirst(""));
            addWithoutPrefixes(names, secret.group(1));
            addWithoutPrefixes(names, SUFFIX.matcher(secret.group(1)).replaceFirst(""));
        } else if (parameter.matches()) {
            addWithoutPrefixes(names, parameter.group(1));
        } else {
            addWithoutPrefixes(names, name);
        }
    }

    private static void addWithoutPrefixes(Set<String> names, String name) {
        names.add(name);
        Matcher ends = PART_END.matcher(name);
        while (ends.find()) {
            String rest = name.substring(ends.end());
            if (!rest.isEmpty()) {
                names.add(rest);
                names.add(name.substring(ends.start()));
            }
        }
    }
}
