package dev.purser.controllers.token;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Fills such Secrets, and deletes those whose account is gone. The queue holds the Secrets' names.
///
/// The tokens are of the older kind, which end with their Secrets and at no other time.
public final class TokenSecretController implements Controller {
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String ACCOUNT = "kubernetes.io/service-account.name";
    private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";

    private final Api api;
    private final String rootCertificate;
    private final SecretTokens tokens;
    private final ObjectCache secrets;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    /// @param rootCertificate what clients trust the API server by, in PEM form
    public TokenSecretController(
            ControllerContext context, String rootCertificate, SecretTokens tokens) {
        this.tokens = tokens;
        this.api = context.api();
        this.rootCertificate = rootCertificate;
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("token-secrets", queue, this::reconcile);
        Informer informer =
                context.informers()
                        .with(
                                InformerOptions.all(Resources.SECRETS)
                                        .withFieldSelector("type=" + TYPE));
        informer.withHandler(new ChangeHandler(secret -> queue.add(ObjectKey.of(secret))));
        this.secrets = informer.cache();
        context.informers()
                .of(Resources.SERVICE_ACCOUNTS)
                .withHandler(new ChangeHandler(this::queueSecretsOf));
    }

    private void queueSecretsOf(KubeObject account) {
        secrets.inNamespace(account.namespace()).stream()
                .filter(secret -> account.name().equals(secret.annotations().get(ACCOUNT)))
                .forEach(secret -> queue.add(ObjectKey.of(secret)));
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> cached = secrets.get(key);
        if (cached.isEmpty() || cached.get().deletionTimestamp().isPresent()) {
            return;
        }
        KubeObject secret = cached.get();
        Optional<KubeObject> account = account(secret);
        if (account.isPresent()) {
            fill(secret, account.get());
        } else {
            api.deleteIfExists(Resources.SECRETS, secret);
        }
    }

    /// The account that a Secret is for; empty when it is gone, or another one of its name.
    private Optional<KubeObject> account(KubeObject secret) {
        String name = secret.annotations().getOrDefault(ACCOUNT, "");
        String uid = secret.annotations().getOrDefault(ACCOUNT_UID, "");
        try {
            KubeObject account = api.get(Resources.SERVICE_ACCOUNTS, secret.namespace(), name);
            return uid.isEmpty() || uid.equals(account.uid())
                    ? Optional.of(account)
                    : Optional.empty();
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void fill(KubeObject secret, KubeObject account) {
        KubeObject filled = secret.copy();
        filled.metadata().withObject("/annotations").put(ACCOUNT_UID, account.uid());
        ObjectNode data = filled.json().withObject("/data");
        put(data, "ca.crt", rootCertificate);
        put(data, "namespace", secret.namespace());
        if (data.path("token").asString("").isEmpty()) {
            put(data, "token", tokens.tokenFor(account, secret));
        }
        if (!filled.equals(secret)) {
            var _ = api.update(Resources.SECRETS, filled);
        }
    }

    private static void put(ObjectNode data, String key, String value) {
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
