package dev.purser.external.provider.azure;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.SecretsClientContract;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The contract against a stand-in of Key Vault, by Azure's own SDK.
class AzureContractTests extends SecretsClientContract {
    @Override
    protected SecretsBackend newBackend() throws Exception {
        return new Backend();
    }

    /// Three applications, one of which may read.
    private static final class Backend implements SecretsBackend {
        private static final int VALUE_MAX = 25 * 1024;

        private final AzureStandIn azure = new AzureStandIn();
        private final Map<String, String> newest = new HashMap<>();

        Backend() throws Exception {
            azure.entra().application("reader", "right");
            azure.entra().application("stranger", "right");
            azure.vault().reader("reader");
        }

        @Override
        public Set<Ability> abilities() {
            return EnumSet.complementOf(EnumSet.of(Ability.BINARY, Ability.FIND_BY_PATH));
        }

        @Override
        public RemoteKey put(String key, byte[] value) {
            ObjectNode secret = JsonMapper.shared().createObjectNode();
            secret.put("value", new String(value, StandardCharsets.UTF_8));
            newest.put(key, azure.vault().put("secrets/" + key.replace("secret/", ""), secret));
            return RemoteKey.of(key);
        }

        @Override
        public void putObject(String key, ObjectNode members) {
            var _ = put(key, members.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void delete(String key) {
            azure.vault().delete("secrets/" + key);
        }

        @Override
        public void tag(String key, Map<String, String> tags) {
            azure.vault().tag("secrets/" + key, tags);
        }

        @Override
        public String newestVersion(String key) {
            return newest.getOrDefault(key, "");
        }

        @Override
        public String unknownVersion() {
            return "0123456789abcdef0123456789abcdef";
        }

        @Override
        public List<String> oddKeys(String prefix) {
            return List.of("secret/" + prefix + "-A", prefix + "--0");
        }

        @Override
        public int valueMax() {
            return VALUE_MAX;
        }

        @Override
        public SecretsClient open(Caller caller) throws Exception {
            FixedCredentials credentials =
                    switch (caller) {
                        case RIGHTFUL -> AzureStores.principal("reader", "right");
                        case POWERLESS -> AzureStores.principal("stranger", "right");
                        case UNKNOWN -> AzureStores.principal("reader", "wrong");
                    };
            return AzureStores.open(azure, AzureStores.BY_SECRET, credentials);
        }

        @Override
        public SecretsClient openAt(InetSocketAddress address) throws Exception {
            return AzureStores.open(
                    new AzureProvider(
                            new AzureSettings(
                                    AzureSettings.Ambient.REFUSED,
                                    HttpClient::newBuilder,
                                    Duration.ofSeconds(2))),
                    AzureStores.BY_SECRET.replace(
                            AzureStores.QUIET, "https://127.0.0.1:" + address.getPort()),
                    AzureStores.principal("reader", "right"));
        }

        @Override
        public void close() throws Exception {
            azure.close();
        }
    }
}
