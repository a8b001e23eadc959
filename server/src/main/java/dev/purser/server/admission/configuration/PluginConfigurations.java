package dev.purser.server.admission.configuration;

import static dev.purser.server.admission.configuration.Struct.any;
import static dev.purser.server.admission.configuration.Struct.list;
import static dev.purser.server.admission.configuration.Struct.text;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.server.admission.KnownPlugin;
import dev.purser.server.admission.configuration.ConfigurationForm.Source;
import dev.purser.server.admission.configuration.ConfigurationForm.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The file of `--admission-control-config-file`: a configuration for each of some plugins, in the
/// file itself or in one of its own.
///
/// @param sources by the name of the plugin; the first one counts
record PluginConfigurations(Map<String, Source> sources) {
    private static final ObjectSchema PLUGIN =
            Struct.of(
                    "AdmissionPluginConfiguration",
                    text("name"),
                    text("path"),
                    any("configuration"));
    private static final ConfigurationForm FORM =
            new ConfigurationForm(
                    GroupVersionKind.of("apiserver.config.k8s.io/v1", "AdmissionConfiguration"),
                    Set.of("v1", "v1alpha1"),
                    Struct.kind("AdmissionConfiguration", list("plugins", PLUGIN)),
                    Unknown.REFUSED);

    /// Those of no file.
    static PluginConfigurations none() {
        return new PluginConfigurations(Map.of());
    }

    /// Reads a file, and the files that it names for these plugins.
    static PluginConfigurations read(Path file, Set<KnownPlugin> plugins)
            throws ConfigurationException {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "unable to read admission control configuration from \"%s\" [open %1$s: %s]"
                            .formatted(file, reason(e)),
                    e);
        }
        Map<String, Source> sources = new LinkedHashMap<>();
        for (JsonNode plugin : FORM.read(Source.read(text)).path("plugins")) {
            String name = plugin.path("name").asString("");
            boolean isWanted = KnownPlugin.of(name).filter(plugins::contains).isPresent();
            if (isWanted && !sources.containsKey(name)) {
                Optional<Source> source = source(plugin, file);
                if (source.isPresent()) {
                    sources.put(name, source.get());
                }
            }
        }
        return new PluginConfigurations(sources);
    }

    private static Optional<Source> source(JsonNode plugin, Path file)
            throws ConfigurationException {
        if (plugin.path("configuration").isObject()) {
            return Optional.of(Source.of(plugin.path("configuration")));
        }
        String path = plugin.path("path").asString("");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Path own = file.toAbsolutePath().resolveSibling(path);
        try {
            return Optional.of(Source.read(Files.readAllBytes(own)));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "Couldn't open admission plugin configuration %s: %s".formatted(own, reason(e)),
                    e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file or directory" : e.toString();
    }

    Optional<Source> of(KnownPlugin plugin) {
        return Optional.ofNullable(sources.get(plugin.toString()));
    }
}
