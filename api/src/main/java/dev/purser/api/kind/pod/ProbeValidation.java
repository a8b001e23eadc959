package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks probes and lifecycle hooks.
final class ProbeValidation {
    private static final List<String> HANDLERS =
            List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> COUNTS =
            List.of(
                    "initialDelaySeconds",
                    "timeoutSeconds",
                    "periodSeconds",
                    "successThreshold",
                    "failureThreshold");
    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");
    private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");
    private static final String GRACE = "terminationGracePeriodSeconds";
    private static final String SUCCESS = "successThreshold";

    private ProbeValidation() {}

    static void validateProbes(ObjectNode container, String path, FieldErrors errors) {
        for (String name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Trees.object(container, name)
                    .ifPresent(probe -> {
                        String place = path + "." + name;
                        validateProbe(probe, place, errors);
                        validatePurpose(probe, name, place, errors);
                    });
        }
    }

    static void validateLifecycle(ObjectNode lifecycle, String path, FieldErrors errors) {
        for (String hook : List.of("postStart", "preStop")) {
            Trees.object(lifecycle, hook)
                    .ifPresent(handler -> validateHandler(handler, path + "." + hook, errors));
        }
    }

    private static void validateProbe(ObjectNode probe, String path, FieldErrors errors) {
        validateHandler(probe, path, errors);
        for (String count : COUNTS) {
            Numbers.requireNonNegative(probe.path(count), path + "." + count, errors);
        }
        JsonNode grace = probe.path(GRACE);
        if (grace.isNumber() && grace.asLong() <= 0) {
            errors.invalid(path + "." + GRACE, grace.asLong(), "must be greater than 0");
        }
    }

    /// One success is enough to live or to have started; only readiness may ask for more.
    private static void validatePurpose(
            ObjectNode probe, String name, String path, FieldErrors errors) {
        if (name.equals("readinessProbe")) {
            if (Trees.has(probe, GRACE)) {
                errors.invalid(
                        path + "." + GRACE,
                        probe.path(GRACE).asLong(0),
                        "must not be set for readinessProbes");
            }
        } else if (probe.path(SUCCESS).asLong(1) != 1) {
            errors.invalid(path + "." + SUCCESS, probe.path(SUCCESS).asLong(), "must be 1");
        }
    }

    private static void validateHandler(ObjectNode owner, String path, FieldErrors errors) {
        int count = 0;
        for (String name : HANDLERS) {
            JsonNode handler = owner.path(name);
            if (!handler.isObject()) {
                continue;
            }
            count++;
            if (count > 1) {
                errors.forbidden(path + "." + name, "may not specify more than 1 handler type");
            } else {
                validateAction(name, handler, path + "." + name, errors);
            }
        }
        if (count == 0) {
            errors.required(path, "must specify a handler type");
        }
    }

    private static void validateAction(
            String name, JsonNode action, String path, FieldErrors errors) {
        switch (name) {
            case "exec" -> {
                if (action.path("command").isEmpty()) {
                    errors.required(path + ".command", "");
                }
            }
            case "httpGet" -> validateGet(action, path, errors);
            case "tcpSocket", "grpc" ->
                    Numbers.validatePortNumberOrName(action.path("port"), path + ".port", errors);
            default -> {
                // Sleeping needs no check that decoding has not made.
            }
        }
    }

    private static void validateGet(JsonNode get, String path, FieldErrors errors) {
        if (Trees.text(get, "path").isEmpty()) {
            errors.required(path + ".path", "");
        }
        Numbers.validatePortNumberOrName(get.path("port"), path + ".port", errors);
        String scheme = Trees.text(get, "scheme");
        if (!SCHEMES.contains(scheme)) {
            errors.notSupported(path + ".scheme", scheme, SCHEMES);
        }
        for (ObjectNode header : Trees.items(get, "httpHeaders")) {
            String name = Trees.text(header, "name");
            if (!HEADER.matcher(name).matches()) {
                errors.invalid(
                        path + ".httpHeaders",
                        name,
                        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                                + " 'X-Header-Name', regex used for validation is"
                                + " '[-A-Za-z0-9]+')");
            }
        }
    }
}
