package dev.purser.controllers.bootstraptoken;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.InformerOptions;
import dev.purser.controllers.expiry.ExpiryController;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;

/// Deletes bootstrap tokens in the moment in which they expire (`token-cleaner`). A time that
/// cannot be read has passed, as for whoever shows the token.
public final class TokenCleaner {
    private static final String NAMESPACE = "kube-system";
    private static final InformerOptions TOKENS =
            InformerOptions.all(Resources.SECRETS)
                    .withFieldSelector("type=bootstrap.kubernetes.io/token");

    private TokenCleaner() {}

    /// The controller.
    public static Controller of(ControllerContext context) {
        return new ExpiryController(
                "token-cleaner", context, context.informers().with(TOKENS), TokenCleaner::end);
    }

    private static Optional<Instant> end(KubeObject secret) {
        String text = secret.json().path("data").path("expiration").asString("");
        if (text.isEmpty() || !secret.namespace().equals(NAMESPACE)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            return Optional.of(
                    OffsetDateTime.parse(new String(decoded, StandardCharsets.UTF_8)).toInstant());
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.of(Instant.EPOCH);
        }
    }
}
