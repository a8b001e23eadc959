package dev.purser.server.authn.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Fetches documents over HTTPS alone, of limited size and in limited time. The client is made anew
/// for each of the rare fetches, so that nothing of it stays while it is not used.
final class HttpsDocuments implements IssuerDocumentSource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BYTES_MAX = 1 << 20;

    private final List<X509Certificate> authorities;

    /// @param authorities of the issuer's servers; empty for those that the system trusts
    HttpsDocuments(List<X509Certificate> authorities) {
        this.authorities = authorities;
    }

    @Override
    public JsonNode fetch(URI uri) throws IOException, InterruptedException {
        if (!"https".equals(uri.getScheme())) {
            throw new IOException(uri + " is no address of HTTPS");
        }
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Accept", "application/json")
                        .build();
        try (HttpClient client = client()) {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] content = body.readNBytes(BYTES_MAX + 1);
                if (response.statusCode() != 200) {
                    throw new IOException(uri + " answered " + response.statusCode());
                }
                if (content.length > BYTES_MAX) {
                    throw new IOException(uri + " is too large");
                }
                return JsonMapper.shared().readTree(content);
            }
        } catch (JacksonException e) {
            throw new IOException(uri + " is no JSON", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates for " + uri + " cannot be used", e);
        }
    }

    private HttpClient client() throws GeneralSecurityException, IOException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NORMAL);
        if (!authorities.isEmpty()) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            builder.sslContext(context);
        }
        return builder.build();
    }
}
