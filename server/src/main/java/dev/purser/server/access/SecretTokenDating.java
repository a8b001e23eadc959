package dev.purser.server.access;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import dev.purser.server.authn.token.SecretTokenUse;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Labels Secrets with the day on which their token was last used, in the background: no request
/// waits for it, and a lost one costs nothing but a later day's try. Thread-safe.
public final class SecretTokenDating implements SecretTokenUse {
    private static final Logger LOG = LoggerFactory.getLogger(SecretTokenDating.class);
    private static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");

    private final Supplier<Api> api;
    private final InstantSource clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /// @param api asked for when it is first needed
    public SecretTokenDating(Supplier<Api> api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public void used(KubeObject secret) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String known = secret.labels().getOrDefault(LAST_USED, "");
        boolean isFresh =
                known.equals(today.toString()) || known.equals(today.plusDays(1).toString());
        if (!isFresh && underWay.add(secret.uid())) {
            Thread.ofVirtual().name("token-use").start(() -> label(secret, today));
        }
    }

    private void label(KubeObject secret, LocalDate today) {
        try {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            ObjectNode metadata = patch.putObject("metadata").put("uid", secret.uid());
            metadata.putObject("labels").put(LAST_USED, today.toString());
            var _ = api.get().patch(ObjectRef.of(SECRETS, secret), "", PatchType.MERGE, patch);
        } catch (StatusException e) {
            LOG.debug("the use of Secret {}'s token was not noted", secret.name(), e);
        } finally {
            underWay.remove(secret.uid());
        }
    }
}
