package dev.purser.server.access;

import dev.purser.server.pki.CertifiedKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of a server's HTTPS port, with a client certificate or without.
final class HttpCaller implements AutoCloseable {
    private static final char[] PASSWORD = "test".toCharArray();

    private final URI server;
    private final HttpClient client;

    HttpCaller(URI server, X509Certificate authority, Optional<CertifiedKey> credential) {
        this.server = server;
        this.client = HttpClient.newBuilder().sslContext(context(authority, credential)).build();
    }

    /// What came back.
    record Reply(int status, JsonNode body) {
        String message() {
            return body.path("message").asString("");
        }
    }

    /// Sends a request; headers are names and values in turn.
    Reply send(String method, String path, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                json.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(json.replace('\'', '"')));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        boolean isJson = response.body().startsWith("{");
        return new Reply(
                response.statusCode(),
                JsonMapper.shared().readTree(isJson ? response.body() : "{}"));
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    @Override
    public void close() {
        client.close();
    }

    private static SSLContext context(
            X509Certificate authority, Optional<CertifiedKey> credential) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority);
            if (credential.isPresent()) {
                store.setKeyEntry(
                        "client",
                        credential.get().privateKey(),
                        PASSWORD,
                        new Certificate[] {credential.get().certificate()});
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
