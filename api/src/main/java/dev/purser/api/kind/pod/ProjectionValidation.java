package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks projected volumes, which gather files from several sources under one directory.
final class ProjectionValidation {
    private static final long TOKEN_SECONDS_MIN = 600;
    private static final long TOKEN_SECONDS_MAX = 1L << 32;
    private static final List<String> TYPES =
            List.of(
                    "secret",
                    "configMap",
                    "downwardAPI",
                    "serviceAccountToken",
                    "clusterTrustBundle",
                    "podCertificate");

    private ProjectionValidation() {}

    static void validate(JsonNode projected, String path, FieldErrors errors) {
        FileValidation.validateMode(projected, "defaultMode", path, errors);
        Set<String> locations = new HashSet<>();
        List<ObjectNode> sources = Trees.items(projected, "sources");
        for (int i = 0; i < sources.size(); i++) {
            ObjectNode source = sources.get(i);
            validateSource(source, "%s.sources[%d]".formatted(path, i), errors);
            requireFreeLocations(source, locations, path, errors);
        }
    }

    private static void validateSource(ObjectNode source, String path, FieldErrors errors) {
        int count = 0;
        for (String type : TYPES) {
            JsonNode projection = source.path(type);
            if (!projection.isObject()) {
                continue;
            }
            String place = path + "." + type;
            count++;
            if (count > 1) {
                errors.forbidden(place, "may not specify more than 1 volume type");
            } else {
                validateOne(type, projection, place, errors);
            }
        }
    }

    private static void validateOne(
            String type, JsonNode projection, String path, FieldErrors errors) {
        switch (type) {
            case "secret", "configMap" -> {
                if (Trees.text(projection, "name").isEmpty()) {
                    errors.required(path + ".name", "");
                }
                FileValidation.validateKeyFiles(projection, path + ".items", errors);
            }
            case "downwardAPI" ->
                    FileValidation.validateDownwardFiles(projection, path + ".items", errors);
            case "serviceAccountToken" -> validateToken(projection, path, errors);
            default -> FileValidation.validateLocation(projection, path, errors);
        }
    }

    private static void validateToken(JsonNode token, String path, FieldErrors errors) {
        long seconds = token.path("expirationSeconds").asLong(TOKEN_SECONDS_MIN);
        String place = path + ".expirationSeconds";
        if (seconds < TOKEN_SECONDS_MIN) {
            errors.invalid(place, seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > TOKEN_SECONDS_MAX) {
            errors.invalid(place, seconds, "may not specify a duration larger than 2^32 seconds");
        }
        FileValidation.validateLocation(token, path, errors);
    }

    private static void requireFreeLocations(
            ObjectNode source, Set<String> locations, String path, FieldErrors errors) {
        for (String type : TYPES) {
            JsonNode projection = source.path(type);
            String own = Trees.text(projection, "path");
            if (!own.isEmpty() && !locations.add(own)) {
                errors.invalid(path, own, "conflicting duplicate paths");
            }
            for (ObjectNode item : Trees.items(projection, "items")) {
                String location = Trees.text(item, "path");
                if (!location.isEmpty() && !locations.add(location)) {
                    String shown =
                            type.equals("downwardAPI") ? location : Trees.text(projection, "name");
                    errors.invalid(path, shown, "conflicting duplicate paths");
                }
            }
        }
    }
}
