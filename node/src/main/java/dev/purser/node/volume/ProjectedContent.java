package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.PodFields;
import dev.purser.node.source.ConfigKind;
import dev.purser.node.source.ConfigObject;
import dev.purser.node.source.Content;
import dev.purser.node.source.Lookup;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Gathers the files of projected volumes from their sources. Thread-safe.
final class ProjectedContent {
    private static final int PRIVATE_MODE = 0600;

    private final ProjectionSources sources;

    ProjectedContent(ProjectionSources sources) {
        this.sources = sources;
    }

    /// Every file of the volume by its path; of two sources that have the same path, the later
    /// one's.
    ///
    /// @throws SetUpException when a source that is not optional is missing; with several, all are
    ///   told
    SortedMap<String, FileProjection> gather(KubeObject pod, VolumeSpec.Projected volume)
            throws SetUpException, InterruptedException {
        SortedMap<String, FileProjection> files = new TreeMap<>();
        Set<String> problems = new LinkedHashSet<>();
        for (VolumeSpec.Source from : volume.sources()) {
            try {
                files.putAll(filesOf(pod, volume, from));
            } catch (SetUpException e) {
                problems.add(e.getMessage());
            }
        }
        if (problems.isEmpty()) {
            return files;
        }
        String all = String.join(", ", problems);
        throw new SetUpException(problems.size() == 1 ? all : "[" + all + "]");
    }

    private Map<String, FileProjection> filesOf(
            KubeObject pod, VolumeSpec.Projected volume, VolumeSpec.Source from)
            throws SetUpException, InterruptedException {
        return switch (from) {
            case VolumeSpec.Source.Config config -> config(config, volume.defaultMode());
            case VolumeSpec.Source.Downward downward ->
                    downward(pod, downward, volume.defaultMode());
            case VolumeSpec.Source.Token token ->
                    Map.of(
                            token.path(),
                            owned(pod, sources.tokens().token(pod, token), volume.defaultMode()));
            case VolumeSpec.Source.TrustBundle bundle ->
                    Map.of(
                            bundle.path(),
                            owned(
                                    pod,
                                    sources.trustBundles().anchors(bundle),
                                    volume.defaultMode()));
            case VolumeSpec.Source.Certificate certificate -> certificate(pod, volume, certificate);
            case VolumeSpec.Source.Unsupported unsupported ->
                    throw new SetUpException(
                            "projected source %s is not supported by this node"
                                    .formatted(unsupported.kind()));
        };
    }

    private Map<String, FileProjection> config(VolumeSpec.Source.Config config, int defaultMode)
            throws SetUpException, InterruptedException {
        return switch (sources.configs().get(config.key())) {
            case Lookup.Found(ConfigObject object) -> files(config, object, defaultMode);
            case Lookup.Absent absent -> {
                if (config.optional()) {
                    yield Map.of();
                }
                throw new SetUpException(absent.message());
            }
            case Lookup.Unknown unknown -> throw new SetUpException(unknown.message());
        };
    }

    private static Map<String, FileProjection> files(
            VolumeSpec.Source.Config config, ConfigObject object, int defaultMode)
            throws SetUpException {
        Map<String, Content> contents = object.files();
        Map<String, FileProjection> files = new TreeMap<>();
        if (config.items().isEmpty()) {
            contents.forEach(
                    (name, content) -> files.put(name, new FileProjection(content, defaultMode)));
        }
        for (VolumeSpec.Item item : config.items()) {
            Content content = contents.get(item.key());
            if (content != null) {
                int mode = item.mode().orElse(defaultMode);
                files.put(item.path(), new FileProjection(content, mode));
            } else if (!config.optional()) {
                throw new SetUpException(missingKey(config.key().kind(), item.key()));
            }
        }
        return files;
    }

    private static String missingKey(ConfigKind kind, String key) {
        return switch (kind) {
            case CONFIG_MAP -> "configmap references non-existent config key: " + key;
            case SECRET -> "references non-existent secret key: " + key;
        };
    }

    private Map<String, FileProjection> downward(
            KubeObject pod, VolumeSpec.Source.Downward downward, int defaultMode)
            throws SetUpException {
        Map<String, FileProjection> files = new TreeMap<>();
        Set<String> problems = new LinkedHashSet<>();
        for (VolumeSpec.DownwardItem item : downward.items()) {
            try {
                Content content = Content.of(field(pod, item.definition()));
                files.put(
                        item.path(), new FileProjection(content, item.mode().orElse(defaultMode)));
            } catch (ConfigErrorException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new SetUpException(String.join(", ", problems));
        }
        return files;
    }

    private String field(KubeObject pod, JsonNode definition) throws ConfigErrorException {
        JsonNode field = definition.path("fieldRef");
        return field.isObject()
                ? PodFields.metadata(pod, field.path("fieldPath").asString(""))
                : sources.resources().value(pod, definition.path("resourceFieldRef"));
    }

    private Map<String, FileProjection> certificate(
            KubeObject pod, VolumeSpec.Projected volume, VolumeSpec.Source.Certificate wanted)
            throws SetUpException, InterruptedException {
        PodCertificates.Issued issued =
                sources.certificates().credential(pod, volume.name(), wanted);
        Map<String, Content> contents = new TreeMap<>();
        contents.put(wanted.paths().bundle(), issued.bundle());
        contents.put(wanted.paths().key(), issued.privateKey());
        contents.put(wanted.paths().chain(), issued.chain());
        contents.remove("");
        Map<String, FileProjection> files = new TreeMap<>();
        contents.forEach(
                (path, content) -> files.put(path, owned(pod, content, volume.defaultMode())));
        return files;
    }

    /// What is the pod's own is for the pod's user alone, or for its group when there is one;
    /// without either nobody else could read it unless the volume's mode says so.
    private static FileProjection owned(KubeObject pod, Content content, int defaultMode) {
        PodOwnership ownership = PodOwnership.of(pod);
        boolean owned = ownership.user().isPresent() || ownership.group().isPresent();
        return new FileProjection(content, owned ? PRIVATE_MODE : defaultMode, ownership.user());
    }
}
