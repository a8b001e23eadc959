package dev.purser.server.authn.token;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.authn.Authentication;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.request.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bootstrap tokens, with which machines join (`--enable-bootstrap-token-auth`): `ID.SECRET`, kept
/// in the Secret `bootstrap-token-ID` of `kube-system`. Whatever is wrong with one, it is nobody's,
/// and only the log at its finest says why. Thread-safe.
public final class BootstrapTokens implements TokenAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(BootstrapTokens.class);
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");
    private static final String TYPE = "bootstrap.kubernetes.io/token";
    private static final String DEFAULT_GROUP = "system:bootstrappers";
    private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP =
            Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

    private final ObjectSource objects;
    private final InstantSource clock;

    public BootstrapTokens(ObjectSource objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(1);
        Optional<KubeObject> secret = objects.find(SECRETS, "kube-system", "bootstrap-token-" + id);
        if (secret.isEmpty() || !isUsable(secret.get(), id, parts.group(2))) {
            return Optional.empty();
        }
        return groups(secret.get())
                .map(groups -> new Identity("system:bootstrap:" + id, "", groups, Map.of()))
                .map(Authentication::of);
    }

    private boolean isUsable(KubeObject secret, String id, String shown) {
        String flaw = flaw(secret, id, shown);
        if (!flaw.isEmpty()) {
            LOG.debug("Secret {} of a bootstrap token {}", secret.name(), flaw);
        }
        return flaw.isEmpty();
    }

    private String flaw(KubeObject secret, String id, String shown) {
        if (secret.deletionTimestamp().isPresent()) {
            return "is being deleted";
        }
        if (!secret.json().path("type").asString("").equals(TYPE)) {
            return "has another type";
        }
        if (!isSecret(shown, secret)) {
            return "has another token-secret";
        }
        if (!text(secret, "token-id").equals(id)) {
            return "has another token-id";
        }
        if (hasExpired(text(secret, "expiration"))) {
            return "has expired";
        }
        return text(secret, "usage-bootstrap-authentication").equals("true")
                ? ""
                : "is not for authentication";
    }

    /// In constant time, so that an answer's delay tells nothing of the secret.
    private static boolean isSecret(String shown, KubeObject secret) {
        byte[] kept = bytes(secret, "token-secret");
        boolean isEqual = MessageDigest.isEqual(kept, shown.getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(kept, (byte) 0);
        return isEqual;
    }

    /// A time that cannot be read has passed.
    private boolean hasExpired(String expiration) {
        if (expiration.isEmpty()) {
            return false;
        }
        try {
            return !OffsetDateTime.parse(expiration).toInstant().isAfter(clock.instant());
        } catch (DateTimeException e) {
            return true;
        }
    }

    /// Sorted, each once; empty when one of them is not for bootstrapping.
    private static Optional<List<String>> groups(KubeObject secret) {
        SortedSet<String> groups = new TreeSet<>(List.of(DEFAULT_GROUP));
        String extra = text(secret, "auth-extra-groups");
        if (!extra.isEmpty()) {
            for (String group : extra.split(",", -1)) {
                if (!GROUP.matcher(group).matches()) {
                    LOG.debug("Secret {} of a bootstrap token has a bad group", secret.name());
                    return Optional.empty();
                }
                groups.add(group);
            }
        }
        return Optional.of(List.copyOf(groups));
    }

    private static String text(KubeObject secret, String key) {
        return new String(bytes(secret, key), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(KubeObject secret, String key) {
        return Base64.getDecoder().decode(secret.json().path("data").path(key).asString(""));
    }
}
