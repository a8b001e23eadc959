package dev.purser.external.sync;

import dev.purser.client.event.EventRecorder;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.store.StorePool;
import dev.purser.external.store.StoreRef;
import dev.purser.external.store.StoreSession;
import dev.purser.external.transform.Conversion;
import dev.purser.external.transform.Decoding;
import dev.purser.external.transform.Rewrites;
import dev.purser.external.transform.SecretKeys;
import dev.purser.external.transform.TransformException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Fetches all that an ExternalSecret asks for: `dataFrom` in its order, then `data`; what comes
/// later wins.
final class DataFetcher {
    private static final int KEY_MAX = 512;

    private final StorePool stores;
    private final Rewrites rewrites;
    private final EventRecorder events;

    DataFetcher(StorePool stores, Rewrites rewrites, EventRecorder events) {
        this.stores = stores;
        this.rewrites = rewrites;
        this.events = events;
    }

    /// The values by the keys that the Secret, or its template, has for them. What the provider
    /// does not have is left out, unless the deletion policy is Retain.
    Map<String, SecretValue> fetch(ExternalSecret owner)
            throws SyncException, InterruptedException {
        Map<String, SecretValue> fetched = new LinkedHashMap<>();
        int position = 0;
        for (JsonNode entry : owner.dataFrom()) {
            try {
                fetched.putAll(many(owner, entry));
            } catch (SyncException e) {
                leaveOut(
                        owner,
                        e,
                        SyncMessages.EVENT_MISSING.formatted(position),
                        "spec.dataFrom[%d]%s".formatted(position, form(entry)));
            }
            position++;
        }
        position = 0;
        for (JsonNode entry : owner.data()) {
            String key = entry.path("remoteRef").path("key").asString("");
            try {
                fetched.put(entry.path("secretKey").asString(""), one(owner, entry));
            } catch (SyncException e) {
                leaveOut(
                        owner,
                        e,
                        SyncMessages.EVENT_MISSING_KEY.formatted(position, shown(key)),
                        "spec.data[%d] (key: %s)".formatted(position, shown(key)));
            }
            position++;
        }
        return fetched;
    }

    /// A key on one line, and short enough to leave room for what is wrong with it.
    private static String shown(String key) {
        String line = key.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= KEY_MAX ? line : line.substring(0, KEY_MAX) + "…";
    }

    private static String form(JsonNode entry) {
        if (entry.path("find").isObject()) {
            return ".find";
        }
        return entry.path("extract").isObject() ? ".extract" : ".sourceRef.generatorRef";
    }

    private void leaveOut(ExternalSecret owner, SyncException why, String event, String place)
            throws SyncException {
        if (!why.isMissing() || owner.deletion() == ExternalSecret.Deletion.RETAIN) {
            throw why.at("error processing " + place);
        }
        events.normal(owner.object(), "MissingProviderSecret", event);
    }

    private SecretValue one(ExternalSecret owner, JsonNode entry)
            throws SyncException, InterruptedException {
        JsonNode remote = entry.path("remoteRef");
        try {
            SecretValue value =
                    Decoding.of(remote.path("decodingStrategy"))
                            .decode(session(owner, entry).secret(key(remote)));
            NullBytes.check(remote, entry.path("secretKey").asString(""), value);
            return value;
        } catch (ProviderException e) {
            throw SyncException.of(e);
        } catch (TransformException e) {
            throw SyncException.passing(SyncMessages.FETCH_FAILED, e.getMessage());
        }
    }

    private Map<String, SecretValue> many(ExternalSecret owner, JsonNode entry)
            throws SyncException, InterruptedException {
        try {
            JsonNode find = entry.path("find");
            JsonNode extract = entry.path("extract");
            if (find.isObject()) {
                return transformed(entry, find, find(session(owner, entry), find));
            }
            if (extract.isObject()) {
                return transformed(entry, extract, session(owner, entry).properties(key(extract)));
            }
        } catch (ProviderException e) {
            throw SyncException.of(e);
        } catch (TransformException e) {
            throw SyncException.passing(SyncMessages.FETCH_FAILED, e.getMessage());
        }
        throw SyncException.lasting(SyncMessages.FETCH_FAILED, "generators are not supported");
    }

    private StoreSession session(ExternalSecret owner, JsonNode entry)
            throws SyncException, ProviderException {
        StoreRef store =
                owner.store(entry)
                        .orElseThrow(() ->
                                SyncException.lasting(
                                        SyncMessages.FETCH_FAILED, "no store is named"));
        if (stores.isForeign(store)) {
            throw SyncException.lasting(
                    SyncMessages.FETCH_FAILED, "can not reference unmanaged store");
        }
        return stores.session(store, owner.object().namespace());
    }

    private static RemoteKey key(JsonNode remote) {
        return new RemoteKey(
                remote.path("key").asString(""),
                remote.path("property").asString(""),
                remote.path("version").asString(""),
                remote.path("metadataPolicy").asString("").equals("Fetch"));
    }

    private static Map<String, SecretValue> find(StoreSession store, JsonNode find)
            throws ProviderException, InterruptedException {
        Map<String, String> tags = new LinkedHashMap<>();
        find.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
        return store.find(
                find.path("path").asString(""),
                find.path("name").path("regexp").asString(""),
                tags);
    }

    private Map<String, SecretValue> transformed(
            JsonNode entry, JsonNode source, Map<String, SecretValue> values)
            throws TransformException {
        JsonNode operations = entry.path("rewrite");
        Map<String, SecretValue> named =
                operations.isEmpty()
                        ? Conversion.of(source.path("conversionStrategy"))
                                .convert(new TreeMap<>(values))
                        : rewrites.apply(operations, values);
        Map<String, SecretValue> decoded =
                Decoding.of(source.path("decodingStrategy")).decode(SecretKeys.checked(named));
        for (Map.Entry<String, SecretValue> value : decoded.entrySet()) {
            NullBytes.check(source, value.getKey(), value.getValue());
        }
        return decoded;
    }
}
