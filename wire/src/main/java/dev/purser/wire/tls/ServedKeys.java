package dev.purser.wire.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows each client the key for the name that it asks for, whatever that is at that moment.
/// Thread-safe.
///
/// A handshake asks for the key's alias first and for chain and key after that. So that the two
/// belong together while keys change, an alias is good for one key, and the newest ones are kept.
final class ServedKeys extends X509ExtendedKeyManager {
    private static final int KEPT = 64;

    private final Supplier<ServingKey> main;
    private final List<TlsSettings.Named> byName;
    private final Map<ServingKey, String> aliases = new LinkedHashMap<>();
    private final Map<String, ServingKey> keys =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ServingKey> eldest) {
                    boolean tooMany = size() > KEPT;
                    if (tooMany) {
                        aliases.remove(eldest.getValue());
                    }
                    return tooMany;
                }
            };
    private long last;

    /// @param main for clients that ask for no name, or for one that no other key covers
    ServedKeys(Supplier<ServingKey> main, List<TlsSettings.Named> byName) {
        this.main = main;
        this.byName = byName;
    }

    private @Nullable String choose(String keyType, @Nullable SSLSession handshake) {
        ServingKey key = key(handshake);
        return key.isOf(keyType) ? alias(key) : null;
    }

    private ServingKey key(@Nullable SSLSession handshake) {
        if (!byName.isEmpty() && handshake instanceof ExtendedSSLSession session) {
            for (var asked : session.getRequestedServerNames()) {
                for (TlsSettings.Named each : byName) {
                    ServingKey key = each.key().get();
                    if (asked instanceof SNIHostName host
                            && each.names().cover(host.getAsciiName(), key)) {
                        return key;
                    }
                }
            }
        }
        return main.get();
    }

    private synchronized String alias(ServingKey key) {
        String known = aliases.get(key);
        if (known != null) {
            return known;
        }
        String alias = "key-" + ++last;
        aliases.put(key, alias);
        keys.put(alias, key);
        return alias;
    }

    private synchronized @Nullable ServingKey known(String alias) {
        return keys.get(alias);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return choose(keyType, engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return choose(keyType, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = choose(keyType, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ServingKey key = known(alias);
        return key == null ? null : key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ServingKey key = known(alias);
        return key == null ? null : key.privateKey();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
