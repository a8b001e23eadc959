package dev.purser.encryption.config;

import dev.purser.api.codec.ConfigurationReader;
import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.GoDuration;
import dev.purser.api.status.FieldErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A file that holds an EncryptionConfiguration, as YAML or JSON. Thread-safe.
public final class EncryptionConfigurationFile {
    private static final ConfigurationReader READER =
            new ConfigurationReader(ConfigurationSchema.kinds());

    private final Path file;

    public EncryptionConfigurationFile(Path file) {
        this.file = file;
    }

    /// What a file held at one time.
    ///
    /// @param hash of the file's bytes: `sha256:` and hexadecimal digits
    public record Loaded(EncryptionConfiguration configuration, String hash) {}

    /// Reads and checks the file.
    ///
    /// @throws EncryptionConfigurationException if there is no file, or it is not valid
    public Loaded load() throws EncryptionConfigurationException {
        byte[] content = content();
        try {
            return new Loaded(parse(content), hash(content));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// The hash of what is in the file now, without a look at what it means.
    ///
    /// @throws EncryptionConfigurationException if it cannot be read or is empty
    public String hash() throws EncryptionConfigurationException {
        return hash(content());
    }

    private byte[] content() throws EncryptionConfigurationException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw unreadable("open %s: no such file or directory".formatted(file));
        } catch (IOException e) {
            throw unreadable(e.toString());
        }
        if (content.length == 0) {
            throw parsing(
                    "error while loading file: encryption provider configuration file \"%s\" is empty"
                            .formatted(file));
        }
        return content;
    }

    private EncryptionConfigurationException unreadable(String why) {
        return parsing(
                "error while loading file: error reading encryption provider configuration file \"%s\": %s"
                        .formatted(file, why));
    }

    private EncryptionConfiguration parse(byte[] content) throws EncryptionConfigurationException {
        JsonNode tree;
        try {
            tree = READER.read(content);
            requireDurations(tree);
        } catch (DecodingException e) {
            throw parsing(
                    "error decoding encryption provider configuration file \"%s\": %s"
                            .formatted(file, e.getMessage()));
        }
        FieldErrors errors = ConfigurationValidation.errors(tree);
        if (!errors.isEmpty()) {
            throw parsing(aggregate(errors));
        }
        return ConfigurationReading.read(tree);
    }

    private static void requireDurations(JsonNode tree) throws DecodingException {
        for (JsonNode rule : tree.path("resources")) {
            for (JsonNode provider : rule.path("providers")) {
                JsonNode timeout = provider.path("kms").path("timeout");
                Optional<String> complaint =
                        timeout.isString()
                                ? GoDuration.complaint(timeout.stringValue())
                                : Optional.empty();
                if (complaint.isPresent()) {
                    throw new DecodingException(complaint.get());
                }
            }
        }
    }

    /// As Kubernetes joins errors: one alone, several in brackets, none twice.
    private static String aggregate(FieldErrors errors) {
        List<String> messages =
                errors.list().stream()
                        .map(error -> error.field() + ": " + error.detail())
                        .distinct()
                        .toList();
        return messages.size() == 1 ? messages.getFirst() : "[" + String.join(", ", messages) + "]";
    }

    private static EncryptionConfigurationException parsing(String why) {
        return new EncryptionConfigurationException("error while parsing file: " + why);
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
