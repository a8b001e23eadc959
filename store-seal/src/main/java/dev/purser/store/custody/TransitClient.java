package dev.purser.store.custody;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.StringJoiner;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The two operations of Vault's transit engine that a custody needs. Thread-safe.
///
/// See <https://developer.hashicorp.com/vault/api-docs/secret/transit>.
final class TransitClient {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SEALED = 503;

    private final TransitKey key;
    private final SecretSource token;

    TransitClient(TransitKey key, SecretSource token) {
        this.key = key;
        this.token = token;
    }

    /// @return the ciphertext as Vault writes it: `vault:v1:...`
    String encrypt(SecretBytes plain, byte[] context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("plaintext", plain.bytes()).put("associated_data", context);
        JsonNode data = call("encrypt", body);
        String ciphertext = data.path("ciphertext").asString("");
        if (!ciphertext.startsWith("vault:")) {
            throw new CustodyException(where() + " gave no ciphertext: is it a Vault?");
        }
        return ciphertext;
    }

    SecretBytes decrypt(String ciphertext, byte[] context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ciphertext", ciphertext).put("associated_data", context);
        try {
            return SecretBytes.of(call("decrypt", body).path("plaintext").binaryValue());
        } catch (JacksonException e) {
            throw new CustodyException(where() + " gave no plaintext: is it a Vault?", e);
        }
    }

    /// The `data` of the answer.
    private JsonNode call(String operation, ObjectNode body) {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        try (SecretBytes secret = token.read();
                HttpClient http = client()) {
            HttpRequest request = request(operation, bytes, secret);
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw refused(operation, answer);
            }
            return JsonMapper.shared().readTree(answer.body()).path("data");
        } catch (IOException | JacksonException | GeneralSecurityException e) {
            throw new CustodyException(where() + " cannot be reached: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CustodyException("interrupted while waiting for " + where(), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private HttpRequest request(String operation, byte[] body, SecretBytes secret) {
        String text = new String(secret.bytes(), StandardCharsets.UTF_8).strip();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(key.path(operation)))
                        .timeout(ANSWER_MAX)
                        .header("Content-Type", "application/json")
                        .header("X-Vault-Request", "true")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!key.namespace().isEmpty()) {
            request.header("X-Vault-Namespace", key.namespace());
        }
        try {
            return request.header("X-Vault-Token", text).build();
        } catch (IllegalArgumentException _) {
            // The cause's message holds the token.
            throw new CustodyException("the token for Vault has characters that no token has");
        }
    }

    private CustodyException refused(String operation, HttpResponse<byte[]> answer) {
        String said = errors(answer.body());
        String hint =
                switch (answer.statusCode()) {
                    case FORBIDDEN ->
                            ": its policy must allow \"update\" on %s/encrypt/%s and %1$s/decrypt/%2$s, and the token must be valid"
                                    .formatted(key.mount(), key.name());
                    case NOT_FOUND ->
                            ": is the transit engine enabled at %s/?".formatted(key.mount());
                    case SEALED -> ": unseal Vault first";
                    default -> "";
                };
        return new CustodyException(
                "%s refused to %s the keys (%d%s)%s"
                        .formatted(where(), operation, answer.statusCode(), said, hint));
    }

    private static String errors(byte[] body) {
        StringJoiner said = new StringJoiner("; ", ", ", "").setEmptyValue("");
        try {
            JsonMapper.shared()
                    .readTree(body)
                    .path("errors")
                    .forEach(error -> said.add(error.asString("").strip()));
        } catch (JacksonException _) {
            return "";
        }
        return said.toString().replaceAll("\\s+", " ");
    }

    private HttpClient client() throws GeneralSecurityException, IOException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_MAX)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (key.authority().isPresent()) {
            builder.sslContext(trusting(key.authority().get()));
        }
        return builder.build();
    }

    private static SSLContext trusting(Path authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(Files.readAllBytes(authority)))) {
            trusted.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private String where() {
        return "Vault at " + key.address();
    }
}
