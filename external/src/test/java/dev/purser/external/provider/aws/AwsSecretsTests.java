package dev.purser.external.provider.aws;

import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.SecretsClientContract;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import tools.jackson.databind.node.ObjectNode;

/// The contract against Secrets Manager as moto speaks for it.
@EnabledIfEnvironmentVariable(
        named = MotoServer.VARIABLE,
        matches = ".+",
        disabledReason = MotoServer.NOT_RUN)
class AwsSecretsTests extends SecretsClientContract {
    private static MotoServer moto;
    private static MotoServer.Keys owner;
    private static MotoServer.Keys powerless;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        owner = moto.user("owner", MotoServer.ANYTHING);
        powerless =
                moto.user(
                        "powerless",
                        MotoServer.ALL.formatted(
                                "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}"));
        moto.beStrict();
    }

    @AfterAll
    static void stop() throws Exception {
        if (moto != null) {
            moto.close();
        }
    }

    @Override
    protected SecretsBackend newBackend() {
        return new Backend();
    }

    /// Writes with AWS' own client.
    private static final class Backend implements SecretsBackend {
        private final SecretsManagerClient writer =
                SecretsManagerClient.builder()
                        .endpointOverride(moto.address())
                        .region(Region.of(MotoServer.REGION))
                        .credentialsProvider(owner.provider())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        private final Set<String> keys = new TreeSet<>();

        @Override
        public Set<Ability> abilities() {
            return EnumSet.complementOf(EnumSet.of(Ability.EMPTY_VALUES));
        }

        @Override
        public RemoteKey put(String key, byte[] value) {
            String text = new String(value, StandardCharsets.UTF_8);
            SdkBytes bytes = SdkBytes.fromByteArray(value);
            boolean binary = !SdkBytes.fromUtf8String(text).equals(bytes);
            if (keys.add(key)) {
                writer.createSecret(ask ->
                        ask.name(key)
                                .secretString(binary ? null : text)
                                .secretBinary(binary ? bytes : null));
            } else {
                writer.putSecretValue(ask -> ask.secretId(key).secretString(text));
            }
            return RemoteKey.of(key);
        }

        @Override
        public void putObject(String key, ObjectNode members) {
            put(key, members.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void delete(String key) {
            writer.deleteSecret(ask -> ask.secretId(key).recoveryWindowInDays(7L));
        }

        @Override
        public void tag(String key, Map<String, String> tags) {
            List<Tag> all =
                    tags.entrySet().stream()
                            .map(tag ->
                                    Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                            .toList();
            writer.tagResource(ask -> ask.secretId(key).tags(all));
        }

        @Override
        public String newestVersion(String key) {
            return "uuid/" + writer.getSecretValue(ask -> ask.secretId(key)).versionId();
        }

        @Override
        public String unknownVersion() {
            return "uuid/00000000-0000-0000-0000-00000000abcd";
        }

        @Override
        public String searchPath(String prefix) {
            return prefix + "/";
        }

        @Override
        public List<String> oddKeys(String prefix) {
            return List.of(prefix + "/a/b", prefix + "_A.b+c=d@e-f", prefix + "/a");
        }

        @Override
        public SecretsClient open(Caller caller) throws Exception {
            return switch (caller) {
                case RIGHTFUL -> open(owner.id(), owner.key(), moto.address());
                case POWERLESS -> open(powerless.id(), powerless.key(), moto.address());
                case UNKNOWN -> open("AKIAUNKNOWNUNKNOWN00", "unknown", moto.address());
            };
        }

        private static SecretsClient open(String id, String key, URI address) throws Exception {
            return AwsStores.open(
                    AwsStores.provider(address),
                    AwsStores.byKeys("\"service\": \"SecretsManager\""),
                    AwsStores.keys(id, key));
        }

        @Override
        public SecretsClient openAt(InetSocketAddress address) throws Exception {
            return open(
                    owner.id(), owner.key(), URI.create("http://127.0.0.1:" + address.getPort()));
        }

        @Override
        public void close() {
            for (String key : keys) {
                writer.deleteSecret(ask -> ask.secretId(key).forceDeleteWithoutRecovery(true));
            }
            writer.close();
        }
    }
}
