package dev.purser.app.keys;

import dev.purser.app.keys.KeyRotation.Progress;
import dev.purser.server.pki.KeyFilesAtRest.KeyFile;
import dev.purser.store.seal.Inventory;
import dev.purser.store.seal.NamedKey;
import dev.purser.store.seal.Provider;
import dev.purser.store.seal.SealedBy;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.StoredResource;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is encrypted, with which keys, and where these are: what `purser encryption status` shows
/// and `/purser/v1/encryption` answers. It names keys and holds nothing of them. Thread-safe.
public final class EncryptionReport {
    private final SealedStore store;
    private final DefaultKeys keys;
    private final SealingPlan plan;
    private final KeyRotation rotation;
    private final SealedPki pki;

    public EncryptionReport(
            SealedStore store,
            DefaultKeys keys,
            SealingPlan plan,
            KeyRotation rotation,
            SealedPki pki) {
        this.store = store;
        this.keys = keys;
        this.plan = plan;
        this.rotation = rotation;
        this.pki = pki;
    }

    /// How things stand now.
    public ObjectNode json() {
        Inventory inventory = store.inventory();
        List<KeyFile> files = pki.files();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "purser.dev/v1").put("kind", "EncryptionStatus");
        json.put("configuredBy", author());
        json.put("keysAre", keys.whereabouts());
        addResources(json.putArray("resources"), inventory);
        addFiles(json.putArray("files"), files);
        addKeys(json.putArray("keys"), inventory, files);
        json.put("inPlain", inPlain(inventory) + count(files, KeyFile::isPlain));
        json.put("stale", inventory.stale() + count(files, file -> !file.current()));
        addRotation(json.putObject("rotation"));
        return json;
    }

    private String author() {
        return switch (plan.author()) {
            case DEFAULT_KEYS -> "default";
            case USER -> "EncryptionConfiguration";
        };
    }

    /// Values in the clear that are to be encrypted.
    private long inPlain(Inventory inventory) {
        return inventory.lines().stream()
                .filter(line -> line.isPlain() && isSealed(line.resource()))
                .mapToLong(Inventory.Line::count)
                .sum();
    }

    private boolean isSealed(StoredResource resource) {
        return !writer(resource).equals(SealedBy.NOBODY);
    }

    private SealedBy writer(StoredResource resource) {
        return store.sealing().providers(resource).getFirst().name();
    }

    private void addResources(ArrayNode resources, Inventory inventory) {
        for (Inventory.Line line : inventory.lines()) {
            if (!line.isPlain() || isSealed(line.resource())) {
                ObjectNode one = resources.addObject();
                one.put("resource", line.resource().toString());
                name(one, line.sealedBy());
                one.put("objects", line.count()).put("current", line.current());
            }
        }
    }

    private static void addFiles(ArrayNode array, List<KeyFile> files) {
        for (KeyFile file : files) {
            ObjectNode one = array.addObject();
            one.put("file", "pki/" + file.name());
            name(one, file.sealedBy());
            one.put("current", file.current());
        }
    }

    private static long count(List<KeyFile> files, Predicate<KeyFile> which) {
        return files.stream().filter(which).count();
    }

    /// Every key that is known: whether it writes, and how many values need it.
    private void addKeys(ArrayNode array, Inventory inventory, List<KeyFile> files) {
        List<SealedBy> writers =
                inventory.lines().stream().map(line -> writer(line.resource())).distinct().toList();
        List<String> own = keys.keyring().keys().stream().map(NamedKey::name).toList();
        for (SealedBy key :
                store.sealing().keyed().stream().map(Provider::name).distinct().toList()) {
            ObjectNode one = array.addObject();
            name(one, key);
            one.put("objects", inventory.under(key));
            one.put("files", count(files, file -> file.sealedBy().equals(key)));
            one.put("writes", writers.contains(key) || isFirstDefault(key, own));
            one.put("default", own.contains(key.key()));
        }
    }

    private boolean isFirstDefault(SealedBy key, List<String> own) {
        return plan.author() == SealingPlan.Author.DEFAULT_KEYS && key.key().equals(own.getFirst());
    }

    private static void name(ObjectNode json, SealedBy key) {
        json.put("provider", key.provider()).put("key", key.key());
        if (!key.keyId().isEmpty()) {
            json.put("keyId", key.keyId());
        }
    }

    private void addRotation(ObjectNode json) {
        Progress progress = rotation.progress();
        json.put("state", progress.state().name().toLowerCase(Locale.ROOT));
        json.put("done", progress.done()).put("total", progress.total());
        json.put("message", progress.message());
        json.put("unfinished", !progress.isRunning() && rotation.pending().isPresent());
    }
}
