package dev.purser.api.kind.pod;

import dev.purser.api.kind.claim.ClaimSpecs;
import dev.purser.api.meta.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Warns of volumes that Kubernetes mounts no more, and of files that would lie on one another.
final class VolumeWarnings {
    /// The types that are going or gone, with the names that warnings use.
    private static final Map<String, String> SHOWN = Map.of("storageos", "storageOS");

    private static final Map<String, String> DEPRECATED =
            Map.of(
                    "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
                    "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
                    "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
                    "flocker", "deprecated in v1.22, non-functional in v1.25+",
                    "storageos", "deprecated in v1.22, non-functional in v1.25+",
                    "quobyte", "deprecated in v1.22, non-functional in v1.25+",
                    "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
                    "cephfs", "deprecated in v1.28, non-functional in v1.31+",
                    "rbd", "deprecated in v1.28, non-functional in v1.31+");

    private VolumeWarnings() {}

    static List<String> of(JsonNode spec, String path) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> volumes = Trees.items(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            ObjectNode volume = volumes.get(i);
            String place = "%s.volumes[%d]".formatted(path, i);
            DEPRECATED.forEach((type, why) -> {
                if (volume.hasNonNull(type)) {
                    warnings.add("%s.%s: %s".formatted(place, SHOWN.getOrDefault(type, type), why));
                }
            });
            JsonNode claim = volume.path("ephemeral").path("volumeClaimTemplate");
            warnings.addAll(
                    ClaimSpecs.warnings(
                            claim.path("spec"), place + ".ephemeral.volumeClaimTemplate.spec"));
        }
        volumes.forEach(volume -> warnings.addAll(ofPaths(volume)));
        return warnings;
    }

    /// A file in a volume, with what it comes from; empty where that is the volume itself.
    private record Place(String path, String source) {
        static Place of(String path, String source) {
            return new Place(path.replaceFirst("/+$", ""), source);
        }

        boolean overlaps(Place other) {
            return !path.isEmpty()
                    && !other.path.isEmpty()
                    && ((other.path + "/").startsWith(path + "/")
                            || (path + "/").startsWith(other.path + "/"));
        }

        @Override
        public String toString() {
            return source.isEmpty() ? "\"" + path + "\"" : "\"%s\" (%s)".formatted(path, source);
        }
    }

    private static List<String> ofPaths(ObjectNode volume) {
        String name = Trees.text(volume, "name");
        List<String> warnings = new ArrayList<>();
        for (String type : List.of("configMap", "secret", "downwardAPI")) {
            JsonNode source = volume.path(type);
            warnings.addAll(overlaps(name, description(type, source), places(source, "")));
        }
        List<Place> projected = new ArrayList<>();
        for (ObjectNode source : Trees.items(volume.path("projected"), "sources")) {
            if (source.isEmpty()) {
                warnings.add("volume \"%s\" (Projected) has no sources provided".formatted(name));
            }
            projected.addAll(places(source));
        }
        warnings.addAll(overlaps(name, "Projected", projected));
        return warnings;
    }

    private static List<String> overlaps(String volume, String description, List<Place> places) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            for (Place other : places.subList(0, i)) {
                if (place.overlaps(other)) {
                    warnings.add(
                            "volume \"%s\" (%s): overlapping paths: %s with %s"
                                    .formatted(volume, description, place, other));
                }
            }
        }
        return warnings;
    }

    private static String description(String type, JsonNode source) {
        return switch (type) {
            case "configMap" -> "ConfigMap \"%s\"".formatted(Trees.text(source, "name"));
            case "secret" -> {
                String name = source.has("name") ? "name" : "secretName";
                yield "Secret \"%s\"".formatted(Trees.text(source, name));
            }
            default -> "DownwardAPI";
        };
    }

    private static List<Place> places(JsonNode source, String shown) {
        return Trees.items(source, "items").stream()
                .map(item -> Place.of(Trees.text(item, "path"), shown))
                .toList();
    }

    /// The files of one projected source; of several, which is wrong, Kubernetes sees the first.
    private static List<Place> places(ObjectNode source) {
        for (String type : List.of("configMap", "secret", "downwardAPI")) {
            if (!source.path(type).path("items").isEmpty()) {
                JsonNode bag = source.path(type);
                return places(bag, description(type, bag));
            }
        }
        List<Place> places = new ArrayList<>();
        JsonNode bundle = source.path("clusterTrustBundle");
        JsonNode certificate = source.path("podCertificate");
        if (source.hasNonNull("serviceAccountToken")) {
            String path = Trees.text(source.path("serviceAccountToken"), "path");
            places.add(Place.of(path, "ServiceAccountToken"));
        } else if (bundle.isObject()) {
            String name = Trees.text(bundle, bundle.hasNonNull("name") ? "name" : "signerName");
            places.add(
                    Place.of(
                            Trees.text(bundle, "path"),
                            "ClusterTrustBundle \"%s\"".formatted(name)));
        } else {
            add(certificate, "certificateChainPath", "PodCertificate chain", places);
            add(certificate, "keyPath", "PodCertificate key", places);
            add(certificate, "credentialBundlePath", "PodCertificate credential bundle", places);
        }
        return places;
    }

    private static void add(JsonNode owner, String field, String shown, List<Place> places) {
        String path = Trees.text(owner, field);
        if (!path.isEmpty()) {
            places.add(Place.of(path, shown));
        }
    }
}
