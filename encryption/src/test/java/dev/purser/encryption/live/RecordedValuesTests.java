package dev.purser.encryption.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.schema.Schemas;
import dev.purser.client.testing.ManualTimers;
import dev.purser.encryption.config.EncryptionConfigurationException;
import dev.purser.encryption.config.EncryptionConfigurationFile;
import dev.purser.encryption.kms.KmsObserver;
import dev.purser.encryption.kms.KmsProvider;
import dev.purser.store.InMemoryStore;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import dev.purser.store.seal.SealedBy;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import dev.purser.store.seal.StoredResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Stores of kube-apiserver 1.37.2, each with the configuration that it was written under, are
/// opened with that configuration, and hold the objects that the server showed.
class RecordedValuesTests {
    private static final Schemas SCHEMAS = Schemas.load();
    private static final ProtobufCodec PROTOBUF = new ProtobufCodec(SCHEMAS);
    private static final ObjectCodec CODEC = new ObjectCodec(SCHEMAS);

    @TempDir Path directory;

    static Iterator<JsonNode> recordings() throws IOException {
        try (InputStream in =
                EncryptionConfigurationFile.class.getResourceAsStream("etcd-values.json")) {
            return JsonMapper.shared().readTree(in.readAllBytes()).iterator();
        }
    }

    private Sealing sealing(JsonNode configuration)
            throws IOException, EncryptionConfigurationException {
        Path file = directory.resolve("encryption.json");
        Files.writeString(file, configuration.toString());
        return new Sealing(
                Providers.of(
                                new EncryptionConfigurationFile(file).load().configuration(),
                                new KmsProvider.Surroundings(
                                        new ManualTimers(Instant.EPOCH),
                                        new SecureRandom(),
                                        KmsObserver.NONE))
                        .rules(),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void areOpened(JsonNode recording) throws IOException, EncryptionConfigurationException {
        InMemoryStore inner = new InMemoryStore();
        for (JsonNode stored : recording.path("records")) {
            byte[] value = Base64.getDecoder().decode(stored.path("value").stringValue());
            inner.commit(
                    Transaction.of(
                            new Transaction.Create(
                                    stored.path("key").stringValue(), Value.of(value))));
        }
        SealedStore store =
                SealedStore.open(
                        inner,
                        key -> new StoredResource("", key.split("/")[2]),
                        sealing(recording.path("config")));
        assertThat(recording.path("records")).isNotEmpty();
        for (JsonNode stored : recording.path("records")) {
            String key = stored.path("key").stringValue();
            byte[] plain = store.get(key).orElseThrow().value().bytes();
            JsonNode object = shown(object(plain));
            JsonNode expected = shown(stored.path("object"));
            if (object.path("apiVersion").equals(expected.path("apiVersion"))) {
                assertThat(object).as(key).isEqualTo(expected);
            } else {
                // Definitions are stored in an older version, which the API converts.
                assertThat(key).contains("/customresourcedefinitions/");
                assertThat(object.path("metadata")).isEqualTo(expected.path("metadata"));
            }
            assertThat(store.isStale(key)).as(key).isFalse();
            assertThat(store.rewrite(key)).isEqualTo(SealedStore.Rewrite.CURRENT);
            assertSameForm(store, inner, key);
        }
    }

    /// What is written under the same configuration has the same header and the same length.
    private static void assertSameForm(SealedStore store, InMemoryStore inner, String key) {
        Value recorded = inner.get(key).orElseThrow().value();
        Value plain = store.get(key).orElseThrow().value();
        StoredResource resource = new StoredResource("", key.split("/")[2]);
        Value own = store.sealing().providers(resource).getFirst().seal(key, plain);
        assertThat(own.size()).isEqualTo(recorded.size());
        assertThat(SealedBy.read(own)).isEqualTo(SealedBy.read(recorded));
    }

    private static JsonNode object(byte[] plain) {
        return ProtobufCodec.isEnveloped(plain)
                ? PROTOBUF.decode(plain)
                : JsonMapper.shared().readTree(plain);
    }

    /// As the API shows it, without what it adds when it reads: the version of the last write.
    private static JsonNode shown(JsonNode object) {
        ObjectNode copy = object.deepCopy().asObject();
        ((ObjectNode) copy.path("metadata")).remove("resourceVersion");
        return CODEC.canonical(KubeObject.of(copy)).json();
    }
}
