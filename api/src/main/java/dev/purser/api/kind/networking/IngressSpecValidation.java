package dev.purser.api.kind.networking;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the spec of one Ingress. Used once.
final class IngressSpecValidation {
    private static final List<String> PATH_TYPES =
            List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final List<String> FORBIDDEN_PARTS = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> FORBIDDEN_ENDS = List.of("/..", "/.");

    /// What an older Kubernetes let pass, and an update must let pass again.
    ///
    /// @param secretNames names of Secrets that are none
    /// @param wildcardRules bad rules behind hosts that stand for many
    record Leniency(boolean secretNames, boolean wildcardRules) {
        static Leniency of(List<KubeObject> old) {
            boolean hadBadName =
                    old.stream()
                            .flatMap(was -> Trees.items(was.spec(), "tls").stream())
                            .anyMatch(tls -> !secretErrors(tls).isEmpty());
            boolean hadBadRule =
                    old.stream()
                            .flatMap(was -> Trees.items(was.spec(), "rules").stream())
                            .anyMatch(Leniency::isBadWildcard);
            return new Leniency(hadBadName, hadBadRule);
        }

        private static boolean isBadWildcard(ObjectNode rule) {
            FieldErrors errors = new FieldErrors();
            if (Trees.text(rule, "host").contains("*")) {
                new IngressSpecValidation(new Leniency(false, false), errors)
                        .validateHttp(rule.path("http"), "http");
            }
            return !errors.isEmpty();
        }
    }

    private final Leniency leniency;
    private final FieldErrors errors;

    IngressSpecValidation(Leniency leniency, FieldErrors errors) {
        this.leniency = leniency;
        this.errors = errors;
    }

    void validate(ObjectNode spec) {
        JsonNode backend = spec.path("defaultBackend");
        List<ObjectNode> rules = Trees.items(spec, "rules");
        if (rules.isEmpty() && !backend.isObject()) {
            errors.invalid(
                    "spec",
                    spec.path("rules").isArray() ? spec.path("rules") : spec.nullNode(),
                    "either `defaultBackend` or `rules` must be specified");
        }
        if (backend.isObject()) {
            validateBackend(backend, "spec.defaultBackend");
        }
        for (int i = 0; i < rules.size(); i++) {
            validateRule(rules.get(i), "spec.rules[%d]".formatted(i));
        }
        List<ObjectNode> entries = Trees.items(spec, "tls");
        for (int i = 0; i < entries.size(); i++) {
            validateTls(entries.get(i), "spec.tls[%d]".formatted(i));
        }
        if (Trees.has(spec, "ingressClassName")) {
            String name = Trees.text(spec, "ingressClassName");
            errors.invalidEach("spec.ingressClassName", name, Names.subdomainErrors(name));
        }
    }

    private void validateRule(ObjectNode rule, String path) {
        String host = Trees.text(rule, "host");
        boolean isWildcard = host.contains("*");
        if (!host.isEmpty()) {
            IngressRules.requireNoAddress(host, path + ".host", errors);
            validateHost(host, path + ".host");
        }
        if (!isWildcard || !leniency.wildcardRules()) {
            validateHttp(rule.path("http"), path + ".http");
        }
    }

    private void validateHost(String host, String path) {
        errors.invalidEach(
                path,
                host,
                host.contains("*") ? Names.wildcardErrors(host) : Names.subdomainErrors(host));
    }

    private void validateTls(ObjectNode tls, String path) {
        List<String> hosts = Trees.texts(tls, "hosts");
        for (int i = 0; i < hosts.size(); i++) {
            validateHost(hosts.get(i), "%s.hosts[%d]".formatted(path, i));
        }
        if (!leniency.secretNames()) {
            errors.invalidEach(
                    path + ".secretName", Trees.text(tls, "secretName"), secretErrors(tls));
        }
    }

    private static List<String> secretErrors(ObjectNode tls) {
        String name = Trees.text(tls, "secretName");
        return name.isEmpty() ? List.of() : Names.subdomainErrors(name);
    }

    private void validateHttp(JsonNode http, String path) {
        if (!http.isObject()) {
            return;
        }
        List<ObjectNode> paths = Trees.items(http, "paths");
        if (paths.isEmpty()) {
            errors.required(path + ".paths", "");
        }
        for (int i = 0; i < paths.size(); i++) {
            validatePath(paths.get(i), "%s.paths[%d]".formatted(path, i));
        }
    }

    private void validatePath(ObjectNode entry, String path) {
        if (!Trees.has(entry, "pathType")) {
            errors.required(path + ".pathType", "pathType must be specified");
            return;
        }
        String type = Trees.text(entry, "pathType");
        String location = Trees.text(entry, "path");
        String place = path + ".path";
        switch (type) {
            case "Exact", "Prefix" -> {
                requireAbsolute(location, place);
                FORBIDDEN_PARTS.stream()
                        .filter(location::contains)
                        .forEach(part ->
                                errors.invalid(place, location, "must not contain '" + part + "'"));
                FORBIDDEN_ENDS.stream()
                        .filter(location::endsWith)
                        .forEach(end ->
                                errors.invalid(place, location, "cannot end with '" + end + "'"));
            }
            case "ImplementationSpecific" -> {
                if (!location.isEmpty()) {
                    requireAbsolute(location, place);
                }
            }
            default -> errors.notSupported(path + ".pathType", type, PATH_TYPES);
        }
        validateBackend(entry.path("backend"), path + ".backend");
    }

    private void requireAbsolute(String location, String path) {
        if (!location.startsWith("/")) {
            errors.invalid(path, location, "must be an absolute path");
        }
    }

    private void validateBackend(JsonNode backend, String path) {
        JsonNode resource = backend.path("resource");
        JsonNode service = backend.path("service");
        if (resource.isObject() && service.isObject()) {
            errors.invalid(path, "", "cannot set both resource and service backends");
        } else if (resource.isObject()) {
            References.validateTyped(resource, path + ".resource", errors);
        } else if (service.isObject()) {
            validateService(service, path);
        } else {
            errors.invalid(path, "", "resource or service backend is required");
        }
    }

    private void validateService(JsonNode service, String path) {
        String name = Trees.text(service, "name");
        if (name.isEmpty()) {
            errors.required(path + ".service.name", "");
        } else {
            errors.invalidEach(path + ".service.name", name, Names.labelErrors(name));
        }
        String portName = Trees.text(service.path("port"), "name");
        long number = service.path("port").path("number").asLong(0);
        if (!portName.isEmpty() && number != 0) {
            errors.invalid(path, "", "cannot set both port name & port number");
        } else if (!portName.isEmpty()) {
            errors.invalidEach(
                    path + ".service.port.name", portName, Names.portNameErrors(portName));
        } else if (number != 0) {
            Numbers.portErrors(number)
                    .forEach(why -> errors.invalid(path + ".service.port.number", number, why));
        } else {
            errors.required(path, "port name or number is required");
        }
    }
}
