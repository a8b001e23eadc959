package dev.purser.external.sync;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import dev.purser.external.store.StoreKind;
import dev.purser.external.store.StoreRef;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An ExternalSecret as its object says it, with the defaults of fields that are not there.
final class ExternalSecret {
    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);

    private final KubeObject object;
    private final JsonNode spec;
    private final JsonNode target;
    private final JsonNode status;

    ExternalSecret(KubeObject object) {
        this.object = object;
        this.spec = object.json().path("spec");
        this.target = spec.path("target");
        this.status = object.json().path("status");
    }

    /// What is done to the Secret (`target.creationPolicy`).
    enum Creation {
        OWNER,
        ORPHAN,
        MERGE,
        CREATE_OR_MERGE,
        NONE
    }

    /// What is done when the provider has nothing any more (`target.deletionPolicy`).
    enum Deletion {
        RETAIN,
        DELETE,
        MERGE
    }

    /// When values are fetched again (`refreshPolicy`).
    enum Refresh {
        PERIODIC,
        ON_CHANGE,
        CREATED_ONCE
    }

    KubeObject object() {
        return object;
    }

    ObjectKey key() {
        return ObjectKey.of(object);
    }

    boolean isDeleting() {
        return object.deletionTimestamp().isPresent();
    }

    String targetName() {
        String name = target.path("name").asString("");
        return name.isEmpty() ? object.name() : name;
    }

    Creation creation() {
        return switch (target.path("creationPolicy").asString("")) {
            case "Orphan" -> Creation.ORPHAN;
            case "Merge" -> Creation.MERGE;
            case "CreateOrMerge" -> Creation.CREATE_OR_MERGE;
            case "None" -> Creation.NONE;
            default -> Creation.OWNER;
        };
    }

    /// The policy as the object spells it.
    String creationName() {
        String name = target.path("creationPolicy").asString("");
        return name.isEmpty() ? "Owner" : name;
    }

    Deletion deletion() {
        return switch (target.path("deletionPolicy").asString("")) {
            case "Delete" -> Deletion.DELETE;
            case "Merge" -> Deletion.MERGE;
            default -> Deletion.RETAIN;
        };
    }

    /// The policy as the object spells it.
    String deletionName() {
        String name = target.path("deletionPolicy").asString("");
        return name.isEmpty() ? "Retain" : name;
    }

    Refresh refresh() {
        return switch (spec.path("refreshPolicy").asString("")) {
            case "CreatedOnce" -> Refresh.CREATED_ONCE;
            case "OnChange" -> Refresh.ON_CHANGE;
            default -> Refresh.PERIODIC;
        };
    }

    /// The interval as the object spells it; may be empty.
    String intervalText() {
        return spec.path("refreshInterval").asString("");
    }

    /// Zero when values are fetched once.
    Duration interval() {
        Duration interval = GoDuration.read(intervalText()).orElse(DEFAULT_INTERVAL);
        return interval.isPositive() ? interval : Duration.ZERO;
    }

    /// Whether values are fetched again as time goes by.
    boolean isPolled() {
        return refresh() == Refresh.PERIODIC && interval().isPositive();
    }

    boolean isImmutable() {
        return target.path("immutable").asBoolean(false);
    }

    /// The template, not to be changed.
    Optional<JsonNode> template() {
        return Optional.of(target.path("template")).filter(JsonNode::isObject);
    }

    /// The keys, labels and annotations that the specification itself names, and so are no secrets.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        data().forEach(entry -> names.add(entry.path("secretKey").asString("")));
        JsonNode template = target.path("template");
        JsonNode metadata = template.path("metadata");
        for (JsonNode named :
                List.of(
                        template.path("data"),
                        metadata.path("labels"),
                        metadata.path("annotations"))) {
            names.addAll(named.propertyNames());
        }
        return names;
    }

    boolean hasManifest() {
        return target.path("manifest").isObject();
    }

    JsonNode data() {
        return spec.path("data");
    }

    JsonNode dataFrom() {
        return spec.path("dataFrom");
    }

    /// The store that an entry of `data` or `dataFrom` reads: its own, or that of all.
    Optional<StoreRef> store(JsonNode entry) {
        JsonNode own = entry.path("sourceRef").path("storeRef");
        JsonNode reference = own.isObject() ? own : spec.path("secretStoreRef");
        String name = reference.path("name").asString("");
        return StoreKind.of(reference.path("kind").asString(""))
                .filter(kind -> !name.isEmpty())
                .map(kind -> StoreRef.from(kind, object.namespace(), name));
    }

    /// All stores that it reads, that of most entries first.
    List<StoreRef> stores() {
        Set<StoreRef> stores = new LinkedHashSet<>();
        store(spec.path("nothing")).ifPresent(stores::add);
        data().forEach(entry -> store(entry).ifPresent(stores::add));
        dataFrom().forEach(entry -> store(entry).ifPresent(stores::add));
        return List.copyOf(stores);
    }

    /// Changes whenever the specification, the labels or the annotations do; the operator's own
    /// form of `syncedResourceVersion`.
    String version() {
        return object.generation() + "-" + GoHash.ofMetadata(object);
    }

    /// The version whose values the Secret has; empty before the first time.
    String syncedVersion() {
        return status.path("syncedResourceVersion").asString("");
    }

    /// The Secret that it wrote last.
    Optional<String> boundName() {
        return Optional.of(status.path("binding").path("name").asString(""))
                .filter(name -> !name.isEmpty());
    }

    Optional<Instant> refreshTime() {
        return Timestamps.parse(status.path("refreshTime").asString(""));
    }

    JsonNode status() {
        return status;
    }

    Optional<JsonNode> ready() {
        return Conditions.find(status, "Ready");
    }

    /// Whether values are to be fetched for what the object says, whatever the Secret looks like.
    boolean isDue(Instant now) {
        return hasFailed() || isDueByPolicy(now);
    }

    private boolean hasFailed() {
        return ready().filter(ready -> ready.path("status").asString("").equals("False"))
                .isPresent();
    }

    private boolean isDueByPolicy(Instant now) {
        boolean neverSynced = syncedVersion().isEmpty() || refreshTime().isEmpty();
        return switch (refresh()) {
            case CREATED_ONCE -> neverSynced;
            case ON_CHANGE -> neverSynced || !syncedVersion().equals(version());
            case PERIODIC -> isPeriodDue(now);
        };
    }

    /// Whether windows hold back what is due as time goes by.
    boolean isHeldBack(Instant now) {
        return isPolled() && !new SyncWindows(spec.path("syncWindows")).allow(now);
    }

    private boolean isPeriodDue(Instant now) {
        if (!interval().isPositive() && !syncedVersion().isEmpty()) {
            return false;
        }
        Optional<Instant> last = refreshTime();
        return last.isEmpty()
                || !syncedVersion().equals(version())
                || last.get().isAfter(now)
                || (last.get().plus(interval()).isBefore(now) && !isHeldBack(now));
    }

    @Override
    public String toString() {
        return key().toString();
    }
}
