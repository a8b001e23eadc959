package dev.purser.api.openapi;

import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI documents of the API, as bytes ready to send. Thread-safe.
///
/// Nothing is built before it is asked for, and each document only once.
public final class OpenApi {
    private final SchemaPool schemas;
    private final SchemaPool simpleSchemas;
    private final Catalog catalog;
    private final String version;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private volatile @Nullable ObjectNode version2;
    private volatile @Nullable String fingerprint;
    private volatile @Nullable Map<String, List<PathEntry>> versions;

    /// @param version the version of the API that the documents state: `1.37`
    public OpenApi(Schemas schemas, Catalog catalog, String version) {
        this(SchemaPool.builtIn(schemas), SchemaPool.builtIn(schemas), catalog, version);
    }

    /// Documents with custom resources in them.
    ///
    /// @param schemas for version 3
    /// @param simpleSchemas for version 2, which can say less
    public OpenApi(SchemaPool schemas, SchemaPool simpleSchemas, Catalog catalog, String version) {
        this.schemas = schemas;
        this.simpleSchemas = simpleSchemas;
        this.catalog = catalog;
        this.version = version;
    }

    /// `/openapi/v3`: where the document of each version of a group is. Its address carries a hash
    /// of all that the content depends on, so that clients may keep it for good.
    public ObjectNode index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        for (String path : versions().keySet()) {
            paths.putObject(path)
                    .put(
                            "serverRelativeURL",
                            "/openapi/v3/%s?hash=%s".formatted(path, hash(path).orElse("")));
        }
        return index;
    }

    /// The hash of a document; empty when there is no such document.
    ///
    /// @param path what follows `/openapi/v3/`: `api/v1`, `apis/apps/v1`
    public Optional<String> hash(String path) {
        return versions().containsKey(path)
                ? Optional.of(digest(version + "\n" + path + "\n" + fingerprint()))
                : Optional.empty();
    }

    /// The OpenAPI 3 document of a version of a group; empty when there is none. Shared, not to be
    /// changed.
    ///
    /// @param path what follows `/openapi/v3/`: `api/v1`, `apis/apps/v1`
    public Optional<byte[]> document(String path) {
        byte[] known = documents.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        List<PathEntry> entries = versions().get(path);
        if (entries == null) {
            return Optional.empty();
        }
        byte[] built =
                DocumentV3.of(entries, schemas, version)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        documents.put(path, built);
        return Optional.of(built);
    }

    /// `/openapi/v2` as JSON. Shared, not to be changed.
    public byte[] version2Json() {
        return documents.computeIfAbsent(
                "v2.json", any -> version2().toString().getBytes(StandardCharsets.UTF_8));
    }

    /// `/openapi/v2` in the form `application/com.github.proto-openapi.spec.v2.v1.0+protobuf`.
    /// Shared, not to be changed.
    public byte[] version2Protobuf() {
        return documents.computeIfAbsent("v2.pb", any -> ProtobufV2.write(version2()));
    }

    private ObjectNode version2() {
        ObjectNode known = version2;
        if (known == null) {
            List<PathEntry> all = new ArrayList<>();
            versions().values().forEach(all::addAll);
            known = DocumentV2.of(all, simpleSchemas, version);
            version2 = known;
        }
        return known;
    }

    private Map<String, List<PathEntry>> versions() {
        Map<String, List<PathEntry>> known = versions;
        if (known == null) {
            known = readVersions();
            versions = known;
        }
        return known;
    }

    private Map<String, List<PathEntry>> readVersions() {
        Map<String, List<PathEntry>> result = new LinkedHashMap<>();
        Paths paths = new Paths(schemas);
        for (ApiGroup group : catalog.groups()) {
            for (ApiVersion groupVersion : group.versions()) {
                String root = Paths.root(group.name(), groupVersion.version());
                result.put(root.substring(1), paths.of(group.name(), groupVersion));
            }
        }
        return result;
    }

    /// Stands for the facts that documents are built from; much cheaper than the documents.
    private String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            StringBuilder facts = new StringBuilder("writer 1");
            schemas.names().stream().sorted().forEach(facts::append);
            schemas.custom().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(facts::append);
            versions().forEach((path, entries) -> facts.append(path).append(entries));
            known = digest(facts.toString());
            fingerprint = known;
        }
        return known;
    }

    private static String digest(String content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-512")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-512", e);
        }
    }
}
