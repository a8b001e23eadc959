package dev.purser.external.provider.aws;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FoundValues;
import dev.purser.external.provider.Payload;
import dev.purser.external.provider.PayloadClient;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.secret.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/// AWS Secrets Manager. A version is `uuid/` with the version's id, or a stage such as
/// `AWSPREVIOUS`.
final class AwsSecrets implements PayloadClient {
    private static final String VERSION_ID = "uuid/";
    private static final String STAGE_DEFAULT = "AWSCURRENT";
    private static final String SEARCH = "the list of secrets";

    /// AWS' own limits for one call.
    private static final int LIST_MAX = 100;

    private static final int BATCH_MAX = 20;

    private final SecretsManagerClient client;
    private final AwsSession session;
    private final String prefix;
    private final AwsBatches batches;

    AwsSecrets(SecretsManagerClient client, AwsSession session, String prefix) {
        this.client = client;
        this.session = session;
        this.prefix = prefix;
        this.batches =
                new AwsBatches(
                        BATCH_MAX,
                        this::batch,
                        name -> value(name, "", "secret '" + name + "'").value());
    }

    @Override
    public Payload payload(RemoteKey key) throws ProviderException, InterruptedException {
        String name = prefix + key.key();
        String subject = "secret '" + name + "'";
        return key.metadata() ? tags(name, subject) : value(name, key.version(), subject);
    }

    private Payload tags(String name, String subject)
            throws ProviderException, InterruptedException {
        DescribeSecretResponse secret =
                AwsCalls.call(subject, () -> client.describeSecret(ask -> ask.secretId(name)));
        return Payload.ofTags(subject, tags(secret.tags()));
    }

    private static SortedMap<String, String> tags(List<Tag> tags) {
        return tags.stream()
                .collect(Collectors.toMap(Tag::key, Tag::value, (one, _) -> one, TreeMap::new));
    }

    private Payload value(String name, String version, String subject)
            throws ProviderException, InterruptedException {
        GetSecretValueRequest.Builder ask = GetSecretValueRequest.builder().secretId(name);
        String found = subject;
        if (version.startsWith(VERSION_ID)) {
            ask.versionId(version.substring(VERSION_ID.length()));
        } else {
            ask.versionStage(version.isEmpty() ? STAGE_DEFAULT : version);
        }
        if (!version.isEmpty()) {
            found += " in version " + version;
        }
        GetSecretValueResponse answer =
                AwsCalls.call(found, () -> client.getSecretValue(ask.build()));
        return new Payload(found, value(answer.secretString(), answer.secretBinary(), found));
    }

    /// Either of the two is there.
    private static SecretValue value(
            @Nullable String text, @Nullable SdkBytes bytes, String subject)
            throws ProviderException {
        if (text != null) {
            return SecretValue.of(text);
        }
        if (bytes != null) {
            return SecretValue.of(bytes.asByteArrayUnsafe());
        }
        throw new ProviderException(Kind.NOT_FOUND, subject + " holds no value");
    }

    /// AWS matches beginnings of names and tags alone, and each tag's name and value apart from
    /// each other; so what it finds is looked at again.
    @Override
    public Map<String, SecretValue> find(FindQuery query)
            throws ProviderException, InterruptedException {
        List<Filter> filters = filters(query);
        return batches.values(
                AwsCalls.call(
                        SEARCH,
                        () ->
                                client
                                        .listSecretsPaginator(
                                                ask -> ask.filters(filters).maxResults(LIST_MAX))
                                        .stream()
                                        .flatMap(page -> page.secretList().stream())
                                        .filter(entry -> matches(entry, query))
                                        .map(SecretListEntry::name)
                                        .toList()));
    }

    private static List<Filter> filters(FindQuery query) {
        List<Filter> filters = new ArrayList<>();
        if (!query.path().isEmpty()) {
            filters.add(filter(FilterNameStringType.NAME, query.path()));
        }
        query.tags()
                .forEach((key, value) -> {
                    filters.add(filter(FilterNameStringType.TAG_KEY, key));
                    filters.add(filter(FilterNameStringType.TAG_VALUE, value));
                });
        return filters;
    }

    private static Filter filter(FilterNameStringType key, String value) {
        return Filter.builder().key(key).values(value).build();
    }

    private static boolean matches(SecretListEntry entry, FindQuery query) {
        return entry.name().startsWith(query.path())
                && query.name().stream().allMatch(name -> name.test(entry.name()))
                && tags(entry.tags()).entrySet().containsAll(query.tags().entrySet());
    }

    /// @return false if AWS does not let the store ask for many at once, which is a permission of
    ///   its own
    private boolean batch(FoundValues values, List<String> names)
            throws ProviderException, InterruptedException {
        Optional<BatchGetSecretValueResponse> allowed =
                AwsCalls.callIfAllowed(
                        "the values of secrets",
                        () -> client.batchGetSecretValue(ask -> ask.secretIdList(names)));
        if (allowed.isEmpty()) {
            return false;
        }
        BatchGetSecretValueResponse answer = allowed.get();
        for (SecretValueEntry entry : answer.secretValues()) {
            values.add(entry.name(), value(entry));
        }
        for (APIErrorType error : answer.errors()) {
            lookAt(error);
        }
        return true;
    }

    private static SecretValue value(SecretValueEntry entry) throws ProviderException {
        return value(entry.secretString(), entry.secretBinary(), "secret '" + entry.name() + "'");
    }

    /// What was deleted a moment ago is left out. All else must not be: who leaves out what could
    /// not be read takes it from those who use it.
    private static void lookAt(APIErrorType error) throws ProviderException {
        ProviderException reason =
                AwsErrors.refused(
                        error.errorCode(), error.message(), "secret '" + error.secretId() + "'");
        if (reason.kind() != Kind.NOT_FOUND) {
            throw reason;
        }
    }

    /// Whoever is refused the list is known to AWS all the same.
    @Override
    public void validate() throws ProviderException, InterruptedException {
        var _ = AwsCalls.callIfAllowed(SEARCH, () -> client.listSecrets(ask -> ask.maxResults(1)));
    }

    @Override
    public void close() {
        client.close();
        session.close();
    }
}
