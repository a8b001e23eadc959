package dev.purser.external.provider.aws;

import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.aws.AwsSettings.Ambient;
import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.Tag;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import tools.jackson.databind.JsonNode;

/// Finds out who a store is to AWS: by keys of a Secret or the token of a service account, and then
/// by the roles that it assumes.
final class AwsIdentity {
    /// Trust policies of AWS may name it; it is the one of External Secrets Operator.
    private static final String SESSION = "external-secrets-provider-aws";

    private static final String ROLE = "eks.amazonaws.com/role-arn";
    private static final String AUDIENCE = "eks.amazonaws.com/audience";
    private static final String AUDIENCE_DEFAULT = "sts.amazonaws.com";

    /// A token is used once, at once.
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);

    private final AwsClients clients;
    private final Ambient ambient;

    AwsIdentity(AwsClients clients, Ambient ambient) {
        this.clients = clients;
        this.ambient = ambient;
    }

    /// Asks AWS for nothing yet.
    AwsSession session(AwsStore store, Credentials credentials) throws ProviderException {
        Deque<SdkAutoCloseable> opened = new ArrayDeque<>();
        AwsCredentialsProvider who = first(store, credentials, opened);
        for (String role : store.roles().before()) {
            who = assume(store.region(), role(role).build(), who, opened);
        }
        if (!store.roles().role().isEmpty()) {
            who = assume(store.region(), role(store.roles()), who, opened);
        }
        return new AwsSession(who, List.copyOf(opened));
    }

    private AwsCredentialsProvider first(
            AwsStore store, Credentials credentials, Deque<SdkAutoCloseable> opened)
            throws ProviderException {
        JsonNode jwt = store.auth().path("jwt");
        if (jwt.isObject()) {
            return webIdentity(store.region(), jwt, credentials, opened);
        }
        JsonNode keys = store.auth().path("secretRef");
        if (keys.isObject()) {
            return keys(keys, credentials);
        }
        return switch (ambient) {
            case ALLOWED -> machine(opened);
            case REFUSED ->
                    throw new ProviderException(
                            Kind.BAD_CONFIGURATION,
                            "the store names no credentials (auth.secretRef or auth.jwt), and those"
                                    + " of this machine are not for stores to use");
        };
    }

    private static AwsCredentialsProvider machine(Deque<SdkAutoCloseable> opened) {
        DefaultCredentialsProvider machine = DefaultCredentialsProvider.builder().build();
        opened.push(machine);
        return machine;
    }

    private static AwsCredentialsProvider keys(JsonNode keys, Credentials credentials)
            throws ProviderException {
        String id = text(credentials.secret(keys.path("accessKeyIDSecretRef")));
        String key = text(credentials.secret(keys.path("secretAccessKeySecretRef")));
        JsonNode token = keys.path("sessionTokenSecretRef");
        return StaticCredentialsProvider.create(
                token.isObject()
                        ? AwsSessionCredentials.create(id, key, text(credentials.secret(token)))
                        : AwsBasicCredentials.create(id, key));
    }

    /// Secrets made from files often end in a newline, and no key of AWS does.
    private static String text(SecretValue value) {
        return value.text().strip();
    }

    private AwsCredentialsProvider webIdentity(
            String region, JsonNode jwt, Credentials credentials, Deque<SdkAutoCloseable> opened)
            throws ProviderException {
        JsonNode account = jwt.path("serviceAccountRef");
        String role = credentials.serviceAccountAnnotation(account, ROLE);
        if (role.isEmpty()) {
            throw new ProviderException(
                    Kind.MISSING_CREDENTIALS,
                    "the service account '"
                            + account.path("name").asString("")
                            + "' has no annotation "
                            + ROLE);
        }
        List<String> audiences = List.of(audience(account, credentials));
        StsClient tokens = clients.tokens(region, AnonymousCredentialsProvider.create());
        opened.push(tokens);
        StsAssumeRoleWithWebIdentityCredentialsProvider who =
                StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
                        .stsClient(tokens)
                        .refreshRequest(() -> withToken(role, account, audiences, credentials))
                        .build();
        opened.push(who);
        return who;
    }

    private static String audience(JsonNode account, Credentials credentials)
            throws ProviderException {
        String own = credentials.serviceAccountAnnotation(account, AUDIENCE);
        return own.isEmpty() ? AUDIENCE_DEFAULT : own;
    }

    private static AssumeRoleWithWebIdentityRequest withToken(
            String role, JsonNode account, List<String> audiences, Credentials credentials) {
        try {
            return AssumeRoleWithWebIdentityRequest.builder()
                    .roleArn(role)
                    .roleSessionName(SESSION)
                    .webIdentityToken(
                            credentials
                                    .serviceAccountToken(account, audiences, TOKEN_LIFETIME)
                                    .text())
                    .build();
        } catch (ProviderException e) {
            throw new AwsCalls.NoCredentials(e);
        }
    }

    private AwsCredentialsProvider assume(
            String region,
            AssumeRoleRequest role,
            AwsCredentialsProvider who,
            Deque<SdkAutoCloseable> opened) {
        StsClient tokens = clients.tokens(region, who);
        opened.push(tokens);
        StsAssumeRoleCredentialsProvider assumed =
                StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(tokens)
                        .refreshRequest(role)
                        .build();
        opened.push(assumed);
        return assumed;
    }

    private static AssumeRoleRequest.Builder role(String arn) {
        return AssumeRoleRequest.builder().roleArn(arn).roleSessionName(SESSION);
    }

    private static AssumeRoleRequest role(AwsStore.Roles roles) {
        AssumeRoleRequest.Builder role = role(roles.role());
        if (!roles.externalId().isEmpty()) {
            role.externalId(roles.externalId());
        }
        if (!roles.tags().isEmpty()) {
            role.tags(tags(roles.tags())).transitiveTagKeys(roles.transitiveTags());
        }
        return role.build();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        List<Tag> all = new ArrayList<>();
        tags.forEach((key, value) -> all.add(Tag.builder().key(key).value(value).build()));
        return all;
    }
}
