package dev.purser.api.validation;

import dev.purser.api.status.FieldErrors;
import java.util.List;
import java.util.regex.Pattern;

/// Checks of names that begin with somebody's domain: `example.com/controller`. Each adds what it
/// finds wrong in Kubernetes' words.
public final class DomainPaths {
    private static final String PATH_FORMAT = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
    private static final Pattern PATH = Pattern.compile(PATH_FORMAT);

    private DomainPaths() {}

    /// A subdomain, a slash and anything that may stand in the path of a URL.
    public static void validatePath(String text, String field, FieldErrors errors) {
        if (text.isEmpty()) {
            errors.required(field, "");
            return;
        }
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            errors.invalid(field, text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        String host = text.substring(0, slash);
        Names.subdomainErrors(host).forEach(why -> errors.invalid(field, host, why));
        String path = text.substring(slash + 1);
        if (!PATH.matcher(path).matches()) {
            errors.invalid(
                    field,
                    path,
                    "Invalid path (regex used for validation is '" + PATH_FORMAT + "')");
        }
    }

    /// A subdomain, a slash and a name, together a label key.
    public static void validateKey(String text, String field, FieldErrors errors) {
        if (text.isEmpty()) {
            errors.required(field, "");
            return;
        }
        int before = errors.list().size();
        Labels.validateKey(text, field, errors);
        if (errors.list().size() == before && text.indexOf('/') < 0) {
            errors.invalid(field, text, "must be a domain-prefixed key (such as \"acme.io/foo\")");
        }
    }

    /// A domain of at least two labels, with or without a dot at its end.
    public static void validateDomain(String text, String field, FieldErrors errors) {
        if (text.isEmpty()) {
            errors.required(field, "");
            return;
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        List<String> complaints = Names.subdomainErrors(name);
        if (!complaints.isEmpty()) {
            errors.invalid(field, name, String.join(",", complaints));
            return;
        }
        String[] labels = name.split("\\.", -1);
        if (labels.length < 2) {
            errors.invalid(
                    field, name, "should be a domain with at least two segments separated by dots");
            return;
        }
        for (String label : labels) {
            List<String> wrong = Names.labelErrors(label);
            if (!wrong.isEmpty()) {
                errors.invalid(field, label, String.join(",", wrong));
                return;
            }
        }
    }
}
