package dev.purser.external.provider.vault;

import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.client.remote.TlsContext;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.secret.SecretValue;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// HashiCorp Vault, and OpenBao, which speaks the same protocol: `spec.provider.vault`.
///
/// Vault is contacted by the first question, not when the store is opened.
public final class VaultProvider implements Provider {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private static final Duration FAREWELL_MAX = Duration.ofSeconds(2);

    private final Timers timers;
    private final Duration connectMax;
    private final Duration answerMax;

    public VaultProvider(Timers timers) {
        this(timers, CONNECT_MAX, ANSWER_MAX);
    }

    /// @param connectMax how long a connection may take
    /// @param answerMax how long an answer may take as a whole
    VaultProvider(Timers timers, Duration connectMax, Duration answerMax) {
        this.timers = timers;
        this.connectMax = connectMax;
        this.answerMax = answerMax;
    }

    @Override
    public SecretsClient open(StoreConfig store) throws ProviderException {
        VaultSettings settings = VaultSettings.of(store.provider());
        VaultLogin login = VaultLogins.of(store.provider().path("auth"));
        login.check(store.credentials());
        HttpClient http = http(connection(settings, store));
        VaultFailures failures =
                new VaultFailures(settings.address(), settings.paths().mount().isPresent());
        VaultTokens tokens =
                new VaultTokens(
                        library(settings, http, settings.tokenHeaders(), answerMax),
                        library(settings, http, settings.tokenHeaders(), FAREWELL_MAX),
                        failures);
        VaultData data =
                new VaultData(library(settings, http, settings.dataHeaders(), answerMax), failures);
        VaultSession session = new VaultSession(login, tokens, store.credentials(), timers);
        return new VaultClient(settings.paths(), data, tokens, session, http);
    }

    private VaultLibrary library(
            VaultSettings settings,
            HttpClient http,
            Map<String, String> headers,
            Duration answerMax) {
        return new VaultLibrary(
                settings.address(), new VaultTransport(http, headers, answerMax, timers));
    }

    /// HTTP/1.1, since agents of Vault do not pass anything else on.
    private HttpClient http(Connection connection) throws ProviderException {
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connectMax)
                    .sslContext(TlsContext.of(connection))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "caBundle, caProvider: the certificates cannot be read",
                    e);
        }
    }

    private static Connection connection(VaultSettings settings, StoreConfig store)
            throws ProviderException {
        return new Connection(
                settings.address(),
                authority(store.provider(), store.credentials()),
                certificate(store.provider(), store.credentials()));
    }

    /// Empty for the machine's own.
    private static String authority(JsonNode store, Credentials credentials)
            throws ProviderException {
        String bundle = store.path("caBundle").asString("");
        JsonNode reference = store.path("caProvider");
        if (!bundle.isEmpty()) {
            return certificates(decoded(bundle));
        }
        return switch (reference.path("type").asString("")) {
            case "" -> "";
            case "Secret" -> certificates(credentials.secret(reference));
            case "ConfigMap" -> certificates(credentials.configMap(reference));
            default ->
                    throw new ProviderException(
                            Kind.BAD_CONFIGURATION,
                            "caProvider.type: must be \"Secret\" or \"ConfigMap\"");
        };
    }

    private static SecretValue decoded(String bundle) throws ProviderException {
        try {
            return SecretValue.of(Base64.getMimeDecoder().decode(bundle));
        } catch (IllegalArgumentException _) {
            throw new ProviderException(Kind.BAD_CONFIGURATION, "caBundle: must be in base64 form");
        }
    }

    /// What is no certificate must not mean that those of the machine are trusted.
    private static String certificates(SecretValue value) throws ProviderException {
        String text = value.text();
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "caBundle, caProvider: there is no certificate in PEM form");
        }
        return text;
    }

    /// The certificate that a login asks for comes before that of the connection, as there can be
    /// one only.
    private static Credential certificate(JsonNode store, Credentials credentials)
            throws ProviderException {
        JsonNode auth = store.path("auth");
        boolean byCertificate = VaultLogins.of(auth) instanceof VaultLogin.Certificate;
        JsonNode tls = store.path("tls");
        if (byCertificate) {
            JsonNode cert = auth.path("cert");
            return certificate(cert.path("clientCert"), cert.path("secretRef"), credentials);
        }
        if (tls.has("certSecretRef") != tls.has("keySecretRef")) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "tls: needs both certSecretRef and keySecretRef");
        }
        return tls.has("certSecretRef")
                ? certificate(tls.path("certSecretRef"), tls.path("keySecretRef"), credentials)
                : Credential.anonymous();
    }

    private static Credential certificate(
            JsonNode certificate, JsonNode key, Credentials credentials) throws ProviderException {
        SecretValue chain = credentials.secret(VaultLogins.withKey(certificate, "tls.crt"));
        SecretValue secret = credentials.secret(VaultLogins.withKey(key, "tls.key"));
        try {
            return Credential.clientCertificate(chain.text(), secret.text());
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "the client certificate and its key cannot be read as PEM",
                    e);
        }
    }
}
