package dev.purser.server.admission.configuration;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.StructReader;
import dev.purser.api.codec.YamlReader;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A kind of configuration, and how it is read: as strictly as Kubernetes reads it.
///
/// @param kind in its newest version
/// @param versions all versions, which look alike
record ConfigurationForm(
        GroupVersionKind kind, Set<String> versions, ObjectSchema schema, Unknown unknown) {

    /// What becomes of members that are unknown or there twice.
    enum Unknown {
        REFUSED,
        IGNORED
    }

    /// A text as it was read, in YAML or JSON.
    record Source(JsonNode tree, List<String> duplicates, String shown) {
        static Source read(byte[] text) throws ConfigurationException {
            try {
                YamlReader.Document document = YamlReader.read(text);
                boolean isEmpty = document.json().isNull();
                return new Source(
                        document.json(),
                        document.duplicates(),
                        isEmpty ? "" : document.json().toString());
            } catch (DecodingException e) {
                throw new ConfigurationException(e.getMessage(), e);
            }
        }

        /// A part of another text.
        static Source of(JsonNode tree) {
            return new Source(tree, List.of(), tree.toString());
        }
    }

    /// Reads a configuration.
    ///
    /// @throws ConfigurationException when it is of another kind or shape
    ObjectNode read(Source source) throws ConfigurationException {
        requireKind(source);
        try {
            StructReader.Read read = new StructReader(schema).read(source.tree(), "");
            List<String> strict = new ArrayList<>();
            source.duplicates().forEach(line -> strict.add("yaml: unmarshal errors: " + line));
            strict.addAll(read.strictErrors());
            if (unknown == Unknown.REFUSED && !strict.isEmpty()) {
                throw new ConfigurationException(
                        "strict decoding error: " + String.join(", ", strict));
            }
            return read.struct();
        } catch (DecodingException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private void requireKind(Source source) throws ConfigurationException {
        String givenKind = source.tree().path("kind").asString("");
        String apiVersion = source.tree().path("apiVersion").asString("");
        if (givenKind.isEmpty()) {
            throw new ConfigurationException(
                    "Object 'Kind' is missing in '%s'".formatted(source.shown()));
        }
        if (apiVersion.isEmpty()) {
            throw new ConfigurationException(
                    "Object 'apiVersion' is missing in '%s'".formatted(source.shown()));
        }
        boolean isKnown =
                givenKind.equals(kind.kind())
                        && versions.stream()
                                .anyMatch(
                                        version -> apiVersion.equals(kind.group() + "/" + version));
        if (!isKnown) {
            throw new ConfigurationException(
                    "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(givenKind, apiVersion));
        }
    }
}
