package dev.purser.external.provider.vault;

import dev.purser.client.time.SystemTimers;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A mount of its own on a real Vault. A value that is no object is kept as its property `value`.
final class VaultBackend implements SecretsBackend {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private final VaultServer server;
    private final String mount;
    private final KvVersion version;
    private final SystemTimers timers = new SystemTimers(InstantSource.system());

    VaultBackend(VaultServer server, String mount, KvVersion version) throws Exception {
        this.server = server;
        this.mount = mount;
        this.version = version;
        server.posts(
                "sys/mounts/" + mount,
                "{\"type\": \"kv\", \"options\": {\"version\": \"%s\"}}"
                        .formatted(version == KvVersion.V2 ? "2" : "1"));
        server.posts("sys/policies/acl/nothing", "{\"policy\": \"# grants nothing\"}");
    }

    @Override
    public Set<Ability> abilities() {
        Set<Ability> all = EnumSet.allOf(Ability.class);
        all.remove(Ability.BINARY);
        if (version == KvVersion.V1) {
            all.removeAll(Set.of(Ability.VERSIONS, Ability.TAGS, Ability.FIND_BY_TAGS));
        }
        return new HashSet<>(all);
    }

    @Override
    public RemoteKey put(String key, byte[] value) throws Exception {
        putObject(
                key,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("value", new String(value, StandardCharsets.UTF_8)));
        return RemoteKey.of(key).withProperty("value");
    }

    @Override
    public void putObject(String key, ObjectNode members) throws Exception {
        ObjectNode body = members;
        if (version == KvVersion.V2) {
            body = JsonMapper.shared().createObjectNode().set("data", members);
        }
        server.posts(path("data", key), body.toString());
    }

    private String path(String branch, String key) {
        return version == KvVersion.V2 ? mount + "/" + branch + "/" + key : mount + "/" + key;
    }

    @Override
    public void delete(String key) throws Exception {
        server.does("DELETE", path("data", key), "");
    }

    @Override
    public void tag(String key, Map<String, String> tags) throws Exception {
        server.posts(
                path("metadata", key),
                JsonMapper.shared().writeValueAsString(Map.of("custom_metadata", tags)));
    }

    @Override
    public String newestVersion(String key) throws Exception {
        return server.does("GET", path("metadata", key), "")
                .path("data")
                .path("current_version")
                .asString();
    }

    @Override
    public String unknownVersion() {
        return "4711";
    }

    @Override
    public List<String> oddKeys(String prefix) {
        return List.of(
                prefix + " space", prefix + "/a/b.c_d", prefix + "%41+?#&=;", prefix + "-ключ-é🔑");
    }

    @Override
    public SecretsClient open(Caller caller) throws Exception {
        String token =
                switch (caller) {
                    case RIGHTFUL -> VaultServer.ROOT;
                    case UNKNOWN -> "hvs.unknown";
                    case POWERLESS -> server.token("[\"nothing\"]", "10m");
                };
        return opened(server.store(mount, version == KvVersion.V2 ? "v2" : "v1"), token);
    }

    @Override
    public SecretsClient openAt(InetSocketAddress address) throws Exception {
        ObjectNode store = server.store(mount, "v2");
        store.put("server", "https://127.0.0.1:" + address.getPort());
        return opened(store, VaultServer.ROOT);
    }

    private SecretsClient opened(ObjectNode store, String token) throws Exception {
        store.putObject("auth")
                .putObject("tokenSecretRef")
                .put("name", "vault")
                .put("key", "token");
        FixedCredentials credentials = new FixedCredentials().withSecret("vault", "token", token);
        return new VaultProvider(timers, ANSWER_MAX, ANSWER_MAX)
                .open(new StoreConfig("apps", "vault", store, credentials));
    }

    @Override
    public void close() throws Exception {
        timers.close();
        server.does("DELETE", "sys/mounts/" + mount, "");
    }
}
