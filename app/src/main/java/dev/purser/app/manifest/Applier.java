package dev.purser.app.manifest;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Applies manifests as `kubectl apply` does, and leaves the same annotation behind, so that either
/// can go on where the other stopped.
public final class Applier {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final Api api;
    private final ServedKinds kinds;

    public Applier(Api api, ServedKinds kinds) {
        this.api = api;
        this.kinds = kinds;
    }

    /// What became of an object.
    public enum Outcome {
        CREATED("created"),
        CONFIGURED("configured"),
        UNCHANGED("unchanged");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /// The word that kubectl uses.
        public String text() {
            return text;
        }
    }

    /// An applied object.
    ///
    /// @param live the object as the server has it now
    public record Applied(GroupVersionResource resource, KubeObject live, Outcome outcome) {
        /// The line that kubectl prints: `deployment.apps/agent created`.
        @Override
        public String toString() {
            String group = resource.group().isEmpty() ? "" : "." + resource.group();
            String kind = live.kind().toLowerCase(Locale.ROOT);
            return "%s%s/%s %s".formatted(kind, group, live.name(), outcome.text());
        }
    }

    /// @throws ManifestException when there is no such kind, or the server refuses the object
    public Applied apply(KubeObject manifest) {
        ServedKinds.Place place = placeOf(manifest.groupVersionKind());
        KubeObject wanted = manifest.copy();
        if (place.isNamespaced() && wanted.namespace().isEmpty()) {
            wanted.metadata().put("namespace", "default");
        }
        if (wanted.name().isEmpty()) {
            throw new ManifestException("a %s has no name".formatted(wanted.kind()));
        }
        annotate(wanted);
        try {
            return createOrPatch(place.resource(), wanted);
        } catch (StatusException e) {
            throw new ManifestException(e.getMessage(), e);
        }
    }

    private ServedKinds.Place placeOf(GroupVersionKind kind) {
        return kinds.find(kind)
                .orElseThrow(() ->
                        new ManifestException(
                                "no matches for kind \"%s\" in version \"%s\""
                                        .formatted(kind.kind(), kind.apiVersion())));
    }

    private Applied createOrPatch(GroupVersionResource resource, KubeObject wanted) {
        ObjectRef reference = ObjectRef.of(resource, wanted);
        KubeObject live;
        try {
            live = api.get(resource, wanted.namespace(), wanted.name());
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
            return new Applied(resource, api.create(resource, wanted), Outcome.CREATED);
        }
        ObjectNode patch =
                ThreeWayMerge.patch(
                        foldStringData(lastApplied(live)),
                        foldStringData(wanted.json()),
                        live.json());
        if (patch.isEmpty()) {
            return new Applied(resource, live, Outcome.UNCHANGED);
        }
        KubeObject patched = api.patch(reference, "", PatchType.MERGE, patch);
        boolean same = patched.resourceVersion().equals(live.resourceVersion());
        return new Applied(resource, patched, same ? Outcome.UNCHANGED : Outcome.CONFIGURED);
    }

    /// A Secret's `stringData` is write-only: the live object never has it, so comparisons are made
    /// on `data`.
    private static ObjectNode foldStringData(ObjectNode manifest) {
        if (!manifest.path("kind").asString("").equals("Secret")
                || !(manifest.get("stringData") instanceof ObjectNode strings)) {
            return manifest;
        }
        ObjectNode folded = manifest.deepCopy();
        folded.remove("stringData");
        ObjectNode data =
                folded.get("data") instanceof ObjectNode object ? object : folded.putObject("data");
        strings.properties().forEach(entry -> data.put(entry.getKey(), base64(entry.getValue())));
        return folded;
    }

    private static String base64(JsonNode text) {
        return Base64.getEncoder()
                .encodeToString(text.asString("").getBytes(StandardCharsets.UTF_8));
    }

    private static void annotate(KubeObject wanted) {
        String configuration = wanted.json() + "\n";
        ObjectNode annotations =
                wanted.metadata().get("annotations") instanceof ObjectNode object
                        ? object
                        : wanted.metadata().putObject("annotations");
        annotations.put(LAST_APPLIED, configuration);
    }

    private static ObjectNode lastApplied(KubeObject live) {
        String configuration = live.annotations().getOrDefault(LAST_APPLIED, "{}");
        try {
            JsonNode json = JsonMapper.shared().readTree(configuration);
            return json instanceof ObjectNode object
                    ? object
                    : JsonNodeFactory.instance.objectNode();
        } catch (JacksonException e) {
            return JsonNodeFactory.instance
                    .objectNode(); // somebody wrote nonsense there: nothing is known to be removed
        }
    }
}
