package dev.purser.external.provider.directory;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.Optional;

/// Files with properties: YAML when their names say so, JSON otherwise.
final class FileDocument {
    private FileDocument() {}

    /// @return empty when the value is of another form
    static Optional<JsonSecret> parse(String name, SecretValue value) {
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            return JsonSecret.parse(value);
        }
        try {
            return JsonSecret.parse(
                    SecretValue.of(YamlReader.read(value.bytes()).json().toString()));
        } catch (DecodingException _) {
            return Optional.empty(); // its message may hold what it read
        }
    }
}
