package dev.purser.server.media;

import java.util.Optional;

/// How an answer is encoded.
public enum Format {
    JSON("application/json"),
    YAML("application/yaml"),
    PROTOBUF("application/vnd.kubernetes.protobuf");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// The format of a body with this `Content-Type`; parameters do not count, and nothing at all
    /// means JSON.
    public static Optional<Format> ofContentType(String contentType) {
        if (contentType.isBlank()) {
            return Optional.of(JSON);
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        for (Format format : values()) {
            if (format.mediaType.equalsIgnoreCase(type.strip())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
