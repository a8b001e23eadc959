package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.source.ConfigKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// Reads the volumes of a pod from its spec, which the API server has validated and defaulted.
final class VolumeSpecs {
    private static final int DEFAULT_MODE = 0644;
    private static final long DEFAULT_EXPIRATION_SECONDS = 3600;

    private final String namespace;

    private VolumeSpecs(String namespace) {
        this.namespace = namespace;
    }

    static List<VolumeSpec> of(KubeObject pod) {
        VolumeSpecs reader = new VolumeSpecs(pod.namespace());
        List<VolumeSpec> specs = new ArrayList<>();
        pod.json().path("spec").path("volumes").forEach(volume -> specs.add(reader.read(volume)));
        return specs;
    }

    private VolumeSpec read(JsonNode volume) {
        String name = volume.path("name").asString("");
        String kind = kind(volume);
        JsonNode source = volume.path(kind);
        return switch (kind) {
            case "configMap" ->
                    projected(name, VolumeSpec.Plugin.CONFIG_MAP, source, configMap(source));
            case "secret" -> projected(name, VolumeSpec.Plugin.SECRET, source, secret(source));
            case "downwardAPI" ->
                    projected(name, VolumeSpec.Plugin.DOWNWARD_API, source, downward(source));
            case "projected" -> projectedFromMany(name, source);
            case "emptyDir" -> emptyDir(name, source);
            case "hostPath" ->
                    new VolumeSpec.HostPath(
                            name,
                            source.path("path").asString(""),
                            source.path("type").asString(""));
            case "image" -> new VolumeSpec.Image(name);
            default -> new VolumeSpec.Unsupported(name, kind);
        };
    }

    /// The field beside the name; a volume without one is an empty directory.
    private static String kind(JsonNode volume) {
        return volume.propertyNames().stream()
                .filter(field -> !field.equals("name"))
                .findFirst()
                .orElse("emptyDir");
    }

    private VolumeSpec projected(
            String name, VolumeSpec.Plugin plugin, JsonNode node, VolumeSpec.Source source) {
        return new VolumeSpec.Projected(name, plugin, List.of(source), defaultMode(node));
    }

    private VolumeSpec projectedFromMany(String name, JsonNode node) {
        List<VolumeSpec.Source> sources = new ArrayList<>();
        for (JsonNode source : node.path("sources")) {
            sources.add(projectedSource(source, sources.size()));
        }
        return new VolumeSpec.Projected(
                name, VolumeSpec.Plugin.PROJECTED, sources, defaultMode(node));
    }

    private VolumeSpec.Source projectedSource(JsonNode source, int index) {
        if (source.has("configMap")) {
            return configMap(source.path("configMap"));
        }
        if (source.has("secret")) {
            JsonNode secret = source.path("secret");
            return config(ConfigKey.secret(namespace, secret.path("name").asString("")), secret);
        }
        if (source.has("downwardAPI")) {
            return downward(source.path("downwardAPI"));
        }
        if (source.has("serviceAccountToken")) {
            JsonNode token = source.path("serviceAccountToken");
            return new VolumeSpec.Source.Token(
                    token.path("path").asString(""),
                    token.path("audience").asString(""),
                    token.path("expirationSeconds").asLong(DEFAULT_EXPIRATION_SECONDS));
        }
        if (source.has("clusterTrustBundle")) {
            return trustBundle(source.path("clusterTrustBundle"));
        }
        if (source.has("podCertificate")) {
            return certificate(source.path("podCertificate"), index);
        }
        Iterator<String> kinds = source.propertyNames().iterator();
        return new VolumeSpec.Source.Unsupported(kinds.hasNext() ? kinds.next() : "");
    }

    private static VolumeSpec.Source trustBundle(JsonNode bundle) {
        return new VolumeSpec.Source.TrustBundle(
                bundle.path("path").asString(""),
                bundle.path("name").asString(""),
                bundle.path("signerName").asString(""),
                bundle.path("labelSelector"),
                bundle.path("optional").asBoolean(false));
    }

    private static VolumeSpec.Source certificate(JsonNode certificate, int index) {
        JsonNode seconds = certificate.path("maxExpirationSeconds");
        return new VolumeSpec.Source.Certificate(
                index,
                certificate.path("signerName").asString(""),
                certificate.path("keyType").asString(""),
                seconds.isNumber() ? OptionalInt.of(seconds.intValue()) : OptionalInt.empty(),
                certificate.path("userAnnotations"),
                new VolumeSpec.CertificatePaths(
                        certificate.path("credentialBundlePath").asString(""),
                        certificate.path("keyPath").asString(""),
                        certificate.path("certificateChainPath").asString("")));
    }

    private VolumeSpec.Source configMap(JsonNode node) {
        return config(ConfigKey.configMap(namespace, node.path("name").asString("")), node);
    }

    private VolumeSpec.Source secret(JsonNode node) {
        return config(ConfigKey.secret(namespace, node.path("secretName").asString("")), node);
    }

    private static VolumeSpec.Source config(ConfigKey key, JsonNode node) {
        List<VolumeSpec.Item> items = new ArrayList<>();
        for (JsonNode item : node.path("items")) {
            items.add(
                    new VolumeSpec.Item(
                            item.path("key").asString(""),
                            item.path("path").asString(""),
                            mode(item)));
        }
        return new VolumeSpec.Source.Config(key, items, node.path("optional").asBoolean(false));
    }

    private static VolumeSpec.Source downward(JsonNode node) {
        List<VolumeSpec.DownwardItem> items = new ArrayList<>();
        for (JsonNode item : node.path("items")) {
            items.add(
                    new VolumeSpec.DownwardItem(item.path("path").asString(""), mode(item), item));
        }
        return new VolumeSpec.Source.Downward(items);
    }

    private static VolumeSpec emptyDir(String name, JsonNode node) {
        return new VolumeSpec.EmptyDir(
                name,
                node.path("medium").asString("").isEmpty()
                        ? VolumeSpec.Medium.DISK
                        : VolumeSpec.Medium.MEMORY,
                Optional.of(node.path("sizeLimit").asString("")).filter(text -> !text.isEmpty()));
    }

    private static int defaultMode(JsonNode node) {
        return node.path("defaultMode").asInt(DEFAULT_MODE);
    }

    private static OptionalInt mode(JsonNode item) {
        JsonNode mode = item.path("mode");
        return mode.isNumber() ? OptionalInt.of(mode.intValue()) : OptionalInt.empty();
    }
}
