package dev.purser.server.authn.oidc;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.StructReader;
import dev.purser.api.codec.YamlReader;
import dev.purser.api.schema.ObjectSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A configuration file of one kind, in YAML or JSON, in which an unknown or repeated field is an
/// error. Immutable and thread-safe.
final class StrictDocument {
    private final StructReader reader;
    private final Set<String> versions;
    private final String kind;

    StrictDocument(ObjectSchema schema, Set<String> versions, String kind) {
        this.reader = new StructReader(schema);
        this.versions = versions;
        this.kind = kind;
    }

    /// @throws ConfigurationException when the text is none
    ObjectNode read(String text) throws ConfigurationException {
        List<String> strictErrors = new ArrayList<>();
        try {
            YamlReader.Document document = YamlReader.read(text.getBytes(StandardCharsets.UTF_8));
            if (!document.duplicates().isEmpty()) {
                strictErrors.add(
                        "yaml: unmarshal errors:\n  " + String.join("\n  ", document.duplicates()));
            }
            requireKind(document.json(), text);
            StructReader.Read read = reader.read(document.json(), "");
            strictErrors.addAll(read.strictErrors());
            if (!strictErrors.isEmpty()) {
                throw new ConfigurationException(
                        "strict decoding error: " + String.join(", ", strictErrors));
            }
            return read.struct();
        } catch (DecodingException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    private void requireKind(JsonNode tree, String text) throws ConfigurationException {
        String version = tree.path("apiVersion").asString("");
        String found = tree.path("kind").asString("");
        if (found.isEmpty()) {
            throw new ConfigurationException("Object 'Kind' is missing in '" + text + "'");
        }
        if (version.isEmpty()) {
            throw new ConfigurationException("Object 'apiVersion' is missing in '" + text + "'");
        }
        if (!versions.contains(version) || !found.equals(kind)) {
            throw new ConfigurationException(
                    "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(found, version));
        }
    }
}
