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
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/// AWS Systems Manager Parameter Store. A version is a number or a label of the parameter.
final class AwsParameters implements PayloadClient {
    private static final String SEARCH = "the list of parameters";
    private static final String ROOT = "/";

    /// AWS' own limits for one call.
    private static final int DESCRIBE_MAX = 50;

    private static final int BATCH_MAX = 10;

    private final SsmClient client;
    private final AwsSession session;
    private final String prefix;
    private final AwsBatches batches;

    AwsParameters(SsmClient client, AwsSession session, String prefix) {
        this.client = client;
        this.session = session;
        this.prefix = prefix;
        this.batches = new AwsBatches(BATCH_MAX, this::batch, name -> value(name).value());
    }

    @Override
    public Payload payload(RemoteKey key) throws ProviderException, InterruptedException {
        String name = prefix + key.key();
        return key.metadata()
                ? tags(name)
                : value(key.version().isEmpty() ? name : name + ":" + key.version());
    }

    private Payload tags(String name) throws ProviderException, InterruptedException {
        String subject = subject(name);
        ListTagsForResourceResponse answer =
                AwsCalls.call(
                        subject,
                        () ->
                                client.listTagsForResource(ask ->
                                        ask.resourceType(ResourceTypeForTagging.PARAMETER)
                                                .resourceId(name)));
        SortedMap<String, String> tags = new TreeMap<>();
        answer.tagList().forEach(tag -> tags.put(tag.key(), tag.value()));
        return Payload.ofTags(subject, tags);
    }

    private Payload value(String name) throws ProviderException, InterruptedException {
        String subject = subject(name);
        GetParameterResponse answer =
                AwsCalls.call(
                        subject,
                        () -> client.getParameter(ask -> ask.name(name).withDecryption(true)));
        return new Payload(subject, SecretValue.of(answer.parameter().value()));
    }

    private static String subject(String name) {
        return "parameter '" + name + "'";
    }

    @Override
    public Map<String, SecretValue> find(FindQuery query)
            throws ProviderException, InterruptedException {
        if (!query.tags().isEmpty()) {
            return batches.values(described(query));
        }
        try {
            return below(query);
        } catch (ProviderException e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
            return batches.values(described(query)); // the other way needs other permissions
        }
    }

    private Map<String, SecretValue> below(FindQuery query)
            throws ProviderException, InterruptedException {
        String path = query.path().isEmpty() ? ROOT : query.path();
        FoundValues values = new FoundValues();
        String page = null;
        do {
            String next = page;
            GetParametersByPathResponse answer =
                    AwsCalls.call(
                            "the parameters below '" + path + "'",
                            () ->
                                    client.getParametersByPath(ask ->
                                            ask.path(path)
                                                    .recursive(true)
                                                    .withDecryption(true)
                                                    .maxResults(BATCH_MAX)
                                                    .nextToken(next)));
            for (Parameter parameter : answer.parameters()) {
                if (matches(parameter.name(), query)) {
                    values.add(parameter.name(), SecretValue.of(parameter.value()));
                }
            }
            page = answer.nextToken();
        } while (page != null && !page.isEmpty());
        return values.values();
    }

    private static boolean matches(String name, FindQuery query) {
        return query.name().stream().allMatch(wanted -> wanted.test(name));
    }

    private List<String> described(FindQuery query) throws ProviderException, InterruptedException {
        List<ParameterStringFilter> filters = filters(query);
        return AwsCalls.call(
                SEARCH,
                () ->
                        client
                                .describeParametersPaginator(ask ->
                                        ask.parameterFilters(filters).maxResults(DESCRIBE_MAX))
                                .stream()
                                .flatMap(page -> page.parameters().stream())
                                .map(ParameterMetadata::name)
                                .filter(name -> matches(name, query))
                                .toList());
    }

    private static List<ParameterStringFilter> filters(FindQuery query) {
        List<ParameterStringFilter> filters = new ArrayList<>();
        if (!query.path().isEmpty()) {
            filters.add(filter("Path", "Recursive", query.path()));
        }
        query.tags().forEach((key, value) -> filters.add(filter("tag:" + key, "Equals", value)));
        return filters;
    }

    private static ParameterStringFilter filter(String key, String option, String value) {
        return ParameterStringFilter.builder().key(key).option(option).values(value).build();
    }

    /// AWS leaves out those that are gone.
    ///
    /// @return false if AWS does not let the store ask for many at once
    private boolean batch(FoundValues values, List<String> names)
            throws ProviderException, InterruptedException {
        Optional<GetParametersResponse> answer =
                AwsCalls.callIfAllowed(
                        "the values of parameters",
                        () -> client.getParameters(ask -> ask.names(names).withDecryption(true)));
        for (Parameter parameter :
                answer.map(GetParametersResponse::parameters).orElse(List.of())) {
            values.add(parameter.name(), SecretValue.of(parameter.value()));
        }
        return answer.isPresent();
    }

    /// Whoever is refused the list is known to AWS all the same.
    @Override
    public void validate() throws ProviderException, InterruptedException {
        var _ =
                AwsCalls.callIfAllowed(
                        SEARCH, () -> client.describeParameters(ask -> ask.maxResults(1)));
    }

    @Override
    public void close() {
        client.close();
        session.close();
    }
}
