package dev.purser.server.admission.advice;

import dev.purser.api.meta.Trees;
import dev.purser.server.admission.advice.credential.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What there is to say of one container.
final class ContainerAdvice {
    /// Kinds of volumes whose files follow their objects.
    private static final List<String> LIVE_VOLUMES =
            List.of("configMap", "secret", "projected", "downwardAPI");

    private final ObjectNode container;
    private final String who;
    private final List<Finding> findings;

    /// @param findings is added to
    ContainerAdvice(ObjectNode container, List<Finding> findings) {
        this.container = container;
        this.who = "container \"" + Trees.text(container, "name") + "\"";
        this.findings = findings;
    }

    void ofEverything(JsonNode podSpec) {
        ofSecretsInEnvironment();
        ofValuesInEnvironment();
        ofCommand();
        ofSubPaths(podSpec);
    }

    /// Told once for all of a container's Secrets.
    private void ofSecretsInEnvironment() {
        Set<String> secrets = new TreeSet<>();
        ArrayNode cause = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode variable : Trees.items(container, "env")) {
            JsonNode reference = variable.path("valueFrom").path("secretKeyRef");
            if (reference.isObject()) {
                secrets.add(Trees.text(reference, "name"));
                cause.add(variable);
            }
        }
        for (ObjectNode source : Trees.items(container, "envFrom")) {
            JsonNode reference = source.path("secretRef");
            if (reference.isObject()) {
                secrets.add(Trees.text(reference, "name"));
                cause.add(source);
            }
        }
        if (!secrets.isEmpty()) {
            findings.add(
                    new Finding(
                            Topic.SECRET_IN_ENV,
                            "%s gets %s in its environment, which child processes and crash reports inherit and which never updates: mount it as a file"
                                    .formatted(who, named("Secret", secrets)),
                            cause));
        }
    }

    private void ofValuesInEnvironment() {
        for (ObjectNode variable : Trees.items(container, "env")) {
            String name = Trees.text(variable, "name");
            Credentials.find(name, Trees.text(variable, "value"))
                    .ifPresent(what ->
                            findings.add(
                                    new Finding(
                                            Topic.CREDENTIAL_IN_ENV,
                                            "%s: the value of env \"%s\" looks like %s: keep it in a Secret, not in the pod's specification"
                                                    .formatted(who, name, what),
                                            variable)));
        }
    }

    private void ofCommand() {
        List<String> words = new ArrayList<>(Trees.texts(container, "command"));
        words.addAll(Trees.texts(container, "args"));
        Optional<String> found = Optional.empty();
        for (int i = 0; i < words.size() && found.isEmpty(); i++) {
            String before = i == 0 ? "" : words.get(i - 1);
            found =
                    before.startsWith("-")
                            ? Credentials.find(before.replaceFirst("^-+", ""), words.get(i))
                            : Credentials.find(words.get(i));
        }
        found.ifPresent(what ->
                findings.add(
                        new Finding(
                                Topic.CREDENTIAL_IN_COMMAND,
                                "%s has in its command or args what looks like %s, and every process list shows it: read it from a mounted Secret"
                                        .formatted(who, what),
                                cause())));
    }

    private JsonNode cause() {
        ArrayNode cause = JsonNodeFactory.instance.arrayNode();
        return cause.add(container.path("command")).add(container.path("args"));
    }

    /// Told once for all of a container's mounts.
    private void ofSubPaths(JsonNode podSpec) {
        Set<String> live = liveVolumes(podSpec);
        Set<String> volumes = new TreeSet<>();
        ArrayNode cause = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode mount : Trees.items(container, "volumeMounts")) {
            String volume = Trees.text(mount, "name");
            boolean isPart =
                    !Trees.text(mount, "subPath").isEmpty()
                            || !Trees.text(mount, "subPathExpr").isEmpty();
            if (isPart && live.contains(volume)) {
                volumes.add(volume);
                cause.add(mount);
            }
        }
        if (!volumes.isEmpty()) {
            findings.add(
                    new Finding(
                            Topic.SUBPATH_NEVER_UPDATES,
                            "%s mounts %s by subPath, which never follows changes: mount the whole volume, or restart the pod after each change"
                                    .formatted(who, named("volume", volumes)),
                            cause));
        }
    }

    private static Set<String> liveVolumes(JsonNode podSpec) {
        return Trees.items(podSpec, "volumes").stream()
                .filter(volume -> LIVE_VOLUMES.stream().anyMatch(kind -> Trees.has(volume, kind)))
                .map(volume -> Trees.text(volume, "name"))
                .collect(Collectors.toSet());
    }

    /// `Secret "a"`, `Secrets "a", "b"`.
    private static String named(String what, Set<String> names) {
        String list =
                names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return names.size() == 1 ? what + " " + list : what + "s " + list;
    }
}
