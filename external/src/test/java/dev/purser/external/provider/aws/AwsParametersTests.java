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
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;
import tools.jackson.databind.node.ObjectNode;

/// The contract against Parameter Store as moto speaks for it. All parameters are encrypted, and
/// below the root, which the store's prefix names.
@EnabledIfEnvironmentVariable(
        named = MotoServer.VARIABLE,
        matches = ".+",
        disabledReason = MotoServer.NOT_RUN)
class AwsParametersTests extends SecretsClientContract {
    private static final String ROOT = "/";

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
        private static final int ADVANCED_MAX = 8 * 1024;

        private final SsmClient writer =
                SsmClient.builder()
                        .endpointOverride(moto.address())
                        .region(Region.of(MotoServer.REGION))
                        .credentialsProvider(owner.provider())
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        private final Set<String> keys = new TreeSet<>();

        @Override
        public Set<Ability> abilities() {
            return EnumSet.complementOf(EnumSet.of(Ability.EMPTY_VALUES, Ability.BINARY));
        }

        @Override
        public RemoteKey put(String key, byte[] value) {
            keys.add(key);
            writer.putParameter(ask ->
                    ask.name(ROOT + key)
                            .value(new String(value, StandardCharsets.UTF_8))
                            .type(ParameterType.SECURE_STRING)
                            .tier(ParameterTier.ADVANCED)
                            .overwrite(true));
            return RemoteKey.of(key);
        }

        @Override
        public void putObject(String key, ObjectNode members) {
            put(key, members.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void delete(String key) {
            keys.remove(key);
            writer.deleteParameter(ask -> ask.name(ROOT + key));
        }

        @Override
        public void tag(String key, Map<String, String> tags) {
            List<Tag> all =
                    tags.entrySet().stream()
                            .map(tag ->
                                    Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                            .toList();
            writer.addTagsToResource(ask ->
                    ask.resourceType(ResourceTypeForTagging.PARAMETER)
                            .resourceId(ROOT + key)
                            .tags(all));
        }

        @Override
        public String newestVersion(String key) {
            return Long.toString(
                    writer.getParameter(ask -> ask.name(ROOT + key)).parameter().version());
        }

        @Override
        public String unknownVersion() {
            return "77";
        }

        @Override
        public String foundName(String key) {
            return ROOT + key;
        }

        @Override
        public String searchPath(String prefix) {
            return ROOT + prefix;
        }

        @Override
        public List<String> oddKeys(String prefix) {
            return List.of(prefix + "/a/b", prefix + "_A.b-c");
        }

        @Override
        public int valueMax() {
            return ADVANCED_MAX;
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
                    AwsStores.byKeys("\"service\": \"ParameterStore\", \"prefix\": \"/\""),
                    AwsStores.keys(id, key));
        }

        @Override
        public SecretsClient openAt(InetSocketAddress address) throws Exception {
            return open(
                    owner.id(), owner.key(), URI.create("http://127.0.0.1:" + address.getPort()));
        }

        @Override
        public void close() {
            keys.forEach(key -> writer.deleteParameter(ask -> ask.name(ROOT + key)));
            writer.close();
        }
    }
}
