package dev.purser.external.provider.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.SecretsClientContract;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class FakeContractTests extends SecretsClientContract {
    @Override
    protected SecretsBackend newBackend() {
        return new Specification();
    }

    private static SecretsClient open(String provider) throws ProviderException {
        return new FakeProvider()
                .open(
                        new StoreConfig(
                                "team",
                                "store",
                                JsonMapper.shared().readTree(provider),
                                new FixedCredentials()));
    }

    private static Kind refusal(String provider) {
        ProviderException refusal =
                catchThrowableOfType(
                        ProviderException.class,
                        () -> {
                            try (SecretsClient client = open(provider)) {
                                client.validate();
                            }
                        });
        assertThat(refusal).isNotNull();
        return refusal.kind();
    }

    @Test
    void anEntryNeedsAKey() {
        assertThat(refusal("{\"data\": [{\"value\": \"a\"}]}")).isEqualTo(Kind.BAD_CONFIGURATION);
    }

    @Test
    void aStoreMaySayThatItIsBroken() throws Exception {
        try (SecretsClient client = open("{\"data\": [], \"validationResult\": 0}")) {
            client.validate();
        }
        assertThat(refusal("{\"data\": [], \"validationResult\": 2}")).isNotNull();
    }

    /// The example of the External Secrets Operator's documentation in its form.
    @Test
    void versionsAreEntriesOfTheirOwn() throws Exception {
        try (SecretsClient client =
                open(
                        """
                        {"data": [{"key": "/foo/bar", "value": "one", "version": "v1"},
                                  {"key": "/foo/bar", "value": "two", "version": "v2"},
                                  {"key": "/foo/baz", "value": "{\\"john\\": \\"doe\\"}",
                                   "version": "v1"}]}
                        """)) {
            RemoteKey bar = RemoteKey.of("/foo/bar");

            assertThat(client.secret(bar.withVersion("v1")).text()).isEqualTo("one");
            assertThat(client.secret(bar.withVersion("v2")).text()).isEqualTo("two");
            assertThat(client.properties(RemoteKey.of("/foo/baz").withVersion("v1")))
                    .containsExactly(Map.entry("john", SecretValue.of("doe")));
            assertThat(
                            catchThrowableOfType(ProviderException.class, () -> client.secret(bar))
                                    .kind())
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }

    /// A specification that is changed; each call sees the newest, as a store that was opened anew.
    private static final class Specification implements SecretsBackend {
        private final Map<String, String> values = new ConcurrentHashMap<>();

        @Override
        public Set<Ability> abilities() {
            return EnumSet.of(Ability.EMPTY_VALUES, Ability.FIND_BY_NAME);
        }

        @Override
        public RemoteKey put(String key, byte[] value) {
            values.put(key, new String(value, StandardCharsets.UTF_8));
            return RemoteKey.of(key);
        }

        @Override
        public void putObject(String key, ObjectNode members) {
            values.put(key, members.toString());
        }

        @Override
        public void delete(String key) {
            values.remove(key);
        }

        @Override
        public List<String> oddKeys(String prefix) {
            return List.of("/" + prefix + "/a b", prefix + "/päß*[?]", prefix + "\n\"quoted\"");
        }

        private SecretsClient newest() throws ProviderException {
            ObjectNode provider = JsonNodeFactory.instance.objectNode();
            ArrayNode data = provider.putArray("data");
            values.forEach((key, value) -> data.addObject().put("key", key).put("value", value));
            return FakeContractTests.open(provider.toString());
        }

        @Override
        public SecretsClient open(Caller caller) {
            return new SecretsClient() {
                @Override
                public SecretValue secret(RemoteKey key)
                        throws ProviderException, InterruptedException {
                    return newest().secret(key);
                }

                @Override
                public Map<String, SecretValue> properties(RemoteKey key)
                        throws ProviderException, InterruptedException {
                    return newest().properties(key);
                }

                @Override
                public Map<String, SecretValue> find(FindQuery query)
                        throws ProviderException, InterruptedException {
                    return newest().find(query);
                }

                @Override
                public void validate() throws ProviderException, InterruptedException {
                    newest().validate();
                }

                @Override
                public void close() {
                    // Each call has opened and left a client of its own.
                }
            };
        }

        @Override
        public void close() {
            values.clear();
        }
    }
}
