package dev.purser.api.kind.webhook;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks where a webhook is called: a URL, or a Service.
final class ClientConfigValidation {
    private static final String FORM = "; desired format: https://host[/path]";
    private static final Pattern URL =
            Pattern.compile(
                    "((?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(//(?<authority>[^/?#]*))?[^?#]*"
                            + "(\\?(?<query>[^#]*))?(#(?<fragment>.*))?",
                    Pattern.DOTALL);

    private ClientConfigValidation() {}

    static void validate(JsonNode config, String path, FieldErrors errors) {
        boolean hasUrl = Trees.has(config, "url");
        JsonNode service = config.path("service");
        if (hasUrl == service.isObject()) {
            errors.required(path, "exactly one of url or service is required");
        } else if (hasUrl) {
            validateUrl(Trees.text(config, "url"), path + ".url", errors);
        } else {
            validateService(service, path + ".service", errors);
        }
    }

    private static void validateUrl(String url, String path, FieldErrors errors) {
        Matcher parts = URL.matcher(url);
        String authority = parts.matches() ? part(parts, "authority") : "";
        int space = authority.indexOf(' ');
        if (space >= 0) {
            errors.required(
                    path,
                    "url must be a valid URL: parse \"%s\": invalid character \" \" in host name%s"
                            .formatted(url, FORM));
            return;
        }
        String scheme = part(parts, "scheme").toLowerCase(Locale.ROOT);
        if (!scheme.equals("https")) {
            errors.invalid(path, scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        int at = authority.lastIndexOf('@');
        if (at == authority.length() - 1) {
            errors.invalid(path, "", "host must be specified" + FORM);
        }
        if (at >= 0) {
            errors.invalid(
                    path,
                    authority.substring(0, at),
                    "user information is not permitted in the URL");
        }
        refuse(part(parts, "fragment"), "fragments", path, errors);
        refuse(part(parts, "query"), "query parameters", path, errors);
    }

    private static void refuse(String part, String noun, String path, FieldErrors errors) {
        if (!part.isEmpty()) {
            errors.invalid(path, part, noun + " are not permitted in the URL");
        }
    }

    private static String part(Matcher parts, String name) {
        String part = parts.group(name);
        return part == null ? "" : part;
    }

    private static void validateService(JsonNode service, String path, FieldErrors errors) {
        for (String field : new String[] {"name", "namespace"}) {
            if (Trees.text(service, field).isEmpty()) {
                // Kubernetes takes one for the other here.
                String swapped = field.equals("name") ? "namespace" : "name";
                errors.required(path + "." + swapped, "");
            }
        }
        long port = service.path("port").asLong(0);
        Numbers.portErrors(port)
                .forEach(why -> errors.invalid(path + ".port", port, "port is not valid: " + why));
        String urlPath = Trees.text(service, "path");
        if (!urlPath.isEmpty() && !urlPath.equals("/")) {
            validatePath(urlPath, path + ".path", errors);
        }
    }

    private static void validatePath(String urlPath, String path, FieldErrors errors) {
        if (urlPath.equals("//")) {
            errors.invalid(path, urlPath, "segment[0] may not be empty");
            return;
        }
        if (!urlPath.startsWith("/")) {
            errors.invalid(path, urlPath, "must start with a '/'");
        }
        String rest = urlPath.substring(1);
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        String[] steps = rest.split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            int index = i;
            if (steps[i].isEmpty()) {
                errors.invalid(path, urlPath, "segment[%d] may not be empty".formatted(i));
            } else {
                Names.subdomainErrors(steps[i])
                        .forEach(why ->
                                errors.invalid(
                                        path, urlPath, "segment[%d]: %s".formatted(index, why)));
            }
        }
    }
}
