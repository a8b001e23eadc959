package dev.purser.api.kind.apiextensions;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Checks how a webhook is reached.
final class WebhookClients {
    private static final String FORM = "; desired format: https://host[/path]";

    private WebhookClients() {}

    static void validateUrl(String url, String path, FieldErrors errors) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            errors.required(path, "url must be a valid URL: " + e.getMessage() + FORM);
            return;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.equals("https")) {
            errors.invalid(path, scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        if (uri.getHost() == null) {
            errors.invalid(path, "", "host must be specified" + FORM);
        }
        if (uri.getUserInfo() != null) {
            errors.invalid(path, uri.getUserInfo(), "user information is not permitted in the URL");
        }
        if (uri.getFragment() != null) {
            errors.invalid(path, uri.getFragment(), "fragments are not permitted in the URL");
        }
        if (uri.getQuery() != null) {
            errors.invalid(path, uri.getQuery(), "query parameters are not permitted in the URL");
        }
    }

    static void validateService(JsonNode service, String path, FieldErrors errors) {
        for (String field : List.of("name", "namespace")) {
            if (Trees.text(service, field).isEmpty()) {
                errors.required(path + "." + field, "");
            }
        }
        long port = service.path("port").asLong(0);
        List<String> wrong = Numbers.portErrors(port);
        if (!wrong.isEmpty()) {
            errors.invalid(path + ".port", port, "port is not valid: " + String.join(", ", wrong));
        }
        validatePath(Trees.text(service, "path"), path + ".path", errors);
    }

    private static void validatePath(String urlPath, String path, FieldErrors errors) {
        if (urlPath.isEmpty() || urlPath.equals("/")) {
            return;
        }
        if (urlPath.equals("//")) {
            errors.invalid(path, urlPath, "segment[0] may not be empty");
            return;
        }
        if (!urlPath.startsWith("/")) {
            errors.invalid(path, urlPath, "must start with a '/'");
        }
        String rest = urlPath.substring(1);
        String trimmed = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        String[] segments = trimmed.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            int index = i;
            if (segments[i].isEmpty()) {
                errors.invalid(path, urlPath, "segment[%d] may not be empty".formatted(i));
            } else {
                Names.subdomainErrors(segments[i])
                        .forEach(why ->
                                errors.invalid(
                                        path, urlPath, "segment[%d]: %s".formatted(index, why)));
            }
        }
    }
}
