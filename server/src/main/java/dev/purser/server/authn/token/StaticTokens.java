package dev.purser.server.authn.token;

import dev.purser.server.authn.Authentication;
import dev.purser.server.request.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Fixed bearer tokens and whom they stand for. Immutable and thread-safe; never shows a token.
///
/// Keeps no token, but a digest under a key of this process: the time of a look-up tells nothing of
/// a token, and neither does memory.
public final class StaticTokens implements TokenAuthenticator {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Map<String, Identity> identities;

    /// @param identities by token
    public StaticTokens(Map<String, Identity> identities, SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        Map<String, Identity> byDigest = new HashMap<>();
        identities.forEach((token, identity) -> byDigest.put(digest(token), identity));
        this.identities = Map.copyOf(byDigest);
    }

    @Override
    public Optional<Authentication> authenticate(String token, List<String> audiences) {
        return Optional.ofNullable(identities.get(digest(token))).map(Authentication::of);
    }

    private String digest(String token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return identities.size() + " tokens";
    }
}
