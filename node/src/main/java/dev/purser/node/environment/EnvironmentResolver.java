package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigKind;
import dev.purser.node.source.ConfigObject;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.source.Content;
import dev.purser.node.source.Lookup;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Resolves environments from the [ConfigSource], the pod itself and the node.
public final class EnvironmentResolver implements ContainerEnvironment {
    private final ConfigSource source;
    private final ServiceVariables services;
    private final ContainerResources resources;

    private final FileSource files;

    public EnvironmentResolver(
            ConfigSource source, ServiceSource services, NodeResources node, FileSource files) {
        this.source = source;
        this.files = files;
        this.services = new ServiceVariables(services);
        this.resources = new ContainerResources(node);
    }

    @Override
    public Environment resolve(KubeObject pod, JsonNode container, PodAddresses addresses)
            throws ConfigErrorException, InterruptedException {
        Map<String, String> serviceVariables = services.of(pod);
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        Set<String> secrets = new HashSet<>();
        for (JsonNode from : container.path("envFrom")) {
            addAll(pod.namespace(), from, variables, secrets);
        }
        Definition definition = new Definition(pod, container, addresses, secrets);
        for (JsonNode variable : container.path("env")) {
            String name = variable.path("name").asString("");
            Optional<String> value = definition.value(variable, variables, serviceVariables);
            if (value.isPresent()) {
                variables.put(name, value.get());
                mark(name, definition.isSecret(variable), secrets);
            }
        }
        serviceVariables.forEach(variables::putIfAbsent);
        return new Environment(
                variables.entrySet().stream()
                        .map(entry ->
                                new Variable(
                                        entry.getKey(),
                                        entry.getValue(),
                                        secrets.contains(entry.getKey())))
                        .toList());
    }

    private static void mark(String name, boolean isSecret, Set<String> secrets) {
        if (isSecret) {
            secrets.add(name);
        } else {
            secrets.remove(name);
        }
    }

    private void addAll(
            String namespace, JsonNode from, Map<String, String> variables, Set<String> secrets)
            throws ConfigErrorException, InterruptedException {
        String prefix = from.path("prefix").asString("");
        for (ConfigKind kind : ConfigKind.values()) {
            JsonNode reference =
                    from.path(
                            switch (kind) {
                                case CONFIG_MAP -> "configMapRef";
                                case SECRET -> "secretRef";
                            });
            if (reference.isObject()) {
                find(kind, namespace, reference)
                        .ifPresent(object ->
                                object.text()
                                        .forEach((key, value) -> {
                                            variables.put(prefix + key, value.text());
                                            mark(prefix + key, kind == ConfigKind.SECRET, secrets);
                                        }));
            }
        }
    }

    /// The object that a reference names; empty when it may be absent, and is.
    private Optional<ConfigObject> find(ConfigKind kind, String namespace, JsonNode reference)
            throws ConfigErrorException, InterruptedException {
        ConfigKey key = new ConfigKey(kind, namespace, reference.path("name").asString(""));
        return switch (source.get(key)) {
            case Lookup.Found(ConfigObject object) -> Optional.of(object);
            case Lookup.Absent absent -> {
                if (isOptional(reference)) {
                    yield Optional.empty();
                }
                throw new ConfigErrorException(absent.message());
            }
            case Lookup.Unknown unknown -> throw new ConfigErrorException(unknown.message());
        };
    }

    private static boolean isOptional(JsonNode reference) {
        return reference.path("optional").asBoolean(false);
    }

    /// What the variables of one container are defined by.
    private final class Definition {
        private final KubeObject pod;
        private final JsonNode container;
        private final PodAddresses addresses;
        private final Set<String> secrets;

        Definition(
                KubeObject pod, JsonNode container, PodAddresses addresses, Set<String> secrets) {
            this.pod = pod;
            this.container = container;
            this.addresses = addresses;
            this.secrets = secrets;
        }

        /// Whether the entry's value is from a Secret, or from a variable before it that is.
        boolean isSecret(JsonNode variable) {
            JsonNode from = variable.path("valueFrom");
            if (from.isObject()) {
                // What a file holds nobody knows.
                return from.has("secretKeyRef") || from.has("fileKeyRef");
            }
            Set<String> used = new HashSet<>();
            Expansion.expand(
                    variable.path("value").asString(""),
                    name -> {
                        used.add(name);
                        return Optional.empty();
                    });
            return !Collections.disjoint(used, secrets);
        }

        /// The value of one entry of `env`, which sees the entries before it; empty when an
        /// optional reference leads nowhere, and the variable stays unset.
        Optional<String> value(
                JsonNode variable, Map<String, String> defined, Map<String, String> services)
                throws ConfigErrorException, InterruptedException {
            String literal = variable.path("value").asString("");
            JsonNode from = variable.path("valueFrom");
            if (!literal.isEmpty() || !from.isObject()) {
                return Optional.of(
                        Expansion.expand(
                                literal,
                                name ->
                                        Optional.ofNullable(defined.get(name))
                                                .or(() ->
                                                        Optional.ofNullable(services.get(name)))));
            }
            return valueFrom(from);
        }

        private Optional<String> valueFrom(JsonNode from)
                throws ConfigErrorException, InterruptedException {
            if (from.has("fieldRef")) {
                String path = from.path("fieldRef").path("fieldPath").asString("");
                return Optional.of(PodFields.value(pod, addresses, path));
            }
            if (from.has("resourceFieldRef")) {
                return Optional.of(resources.value(pod, container, from.path("resourceFieldRef")));
            }
            if (from.has("configMapKeyRef")) {
                return key(ConfigKind.CONFIG_MAP, from.path("configMapKeyRef"));
            }
            if (from.has("secretKeyRef")) {
                return key(ConfigKind.SECRET, from.path("secretKeyRef"));
            }
            if (from.has("fileKeyRef")) {
                return file(from.path("fileKeyRef"));
            }
            throw new ConfigErrorException(
                    "environment variable source is not supported: "
                            + String.join(", ", from.propertyNames()));
        }

        private Optional<String> file(JsonNode reference) throws ConfigErrorException {
            String volume = reference.path("volumeName").asString("");
            String key = reference.path("key").asString("");
            try {
                FileSource.Found file =
                        files.read(pod.uid(), volume, reference.path("path").asString(""))
                                .orElseThrow(() ->
                                        new ConfigErrorException(
                                                "cannot find the volume \"%s\" referenced by FileKeyRef"
                                                        .formatted(volume)));
                Optional<String> value = EnvironmentFile.value(file.text(), key);
                if (value.isEmpty() && !isOptional(reference)) {
                    throw new ConfigErrorException(
                            "environment variable key \"%s\" not found in file \"%s\""
                                    .formatted(key, file.path()));
                }
                return value;
            } catch (IOException | EnvironmentFile.SyntaxException e) {
                throw new ConfigErrorException("couldn't parse env file");
            }
        }

        private Optional<String> key(ConfigKind kind, JsonNode reference)
                throws ConfigErrorException, InterruptedException {
            Optional<ConfigObject> object = find(kind, pod.namespace(), reference);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            String name = reference.path("key").asString("");
            Content value = object.get().text().get(name);
            if (value == null && !isOptional(reference)) {
                throw new ConfigErrorException(
                        "couldn't find key %s in %s %s/%s"
                                .formatted(
                                        name,
                                        kind.kind(),
                                        pod.namespace(),
                                        object.get().key().name()));
            }
            return Optional.ofNullable(value).map(Content::text);
        }
    }
}
