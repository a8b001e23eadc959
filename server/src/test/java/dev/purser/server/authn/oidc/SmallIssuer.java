package dev.purser.server.authn.oidc;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.purser.server.authn.jose.JsonWebKeys;
import dev.purser.server.authn.jose.SignatureAlgorithm;
import dev.purser.server.authn.jose.SigningKey;
import dev.purser.server.authn.jose.VerificationKey;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A real OpenID Connect issuer, as small as can be: discovery and keys over HTTPS, and tokens.
final class SmallIssuer implements AutoCloseable {
    private static final char[] PASSWORD = "test".toCharArray();

    final AtomicInteger fetches = new AtomicInteger();

    private final ClusterPki pki;
    private final SecureRandom random = new SecureRandom();
    private final List<VerificationKey> published = new ArrayList<>();
    private int port;
    private HttpsServer server;
    private SigningKey key;
    private String named = "";

    /// Not listening yet; its address is known.
    SmallIssuer(Path directory) throws Exception {
        ServingNames names =
                ServingNames.ofApiServer("issuer", List.of(), InetAddress.getLoopbackAddress());
        this.pki = ClusterPki.open(directory, names, InstantSource.system(), random);
        this.server = open(0);
        this.port = server.getAddress().getPort();
        rotate();
    }

    private HttpsServer open(int wanted) throws IOException, GeneralSecurityException {
        HttpsServer made =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        CertifiedKey serving = pki.serving();
        store.setKeyEntry(
                "server",
                serving.privateKey(),
                PASSWORD,
                new Certificate[] {serving.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        made.setHttpsConfigurator(new HttpsConfigurator(context));
        return made;
    }

    SmallIssuer start() {
        server.createContext(
                "/",
                exchange -> {
                    fetches.incrementAndGet();
                    boolean areKeys = exchange.getRequestURI().getPath().equals("/keys");
                    byte[] body =
                            (areKeys ? keys() : configuration()).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return this;
    }

    void stop() {
        server.stop(0);
    }

    /// Listens again where it did before.
    void startAgain() throws Exception {
        server = open(port);
        start();
    }

    private synchronized String keys() {
        return JsonWebKeys.write(published).toString();
    }

    private synchronized String configuration() {
        return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
                .formatted(named.isEmpty() ? url() : named, url());
    }

    /// Calls itself something else from now on.
    synchronized void nameItself(String other) {
        named = other;
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    String authorityPem() {
        return pki.authorityPem();
    }

    /// Signs with a new key from now on, and publishes that alone.
    synchronized void rotate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = new SigningKey(generator.generateKeyPair(), random);
        published.clear();
        published.add(key.verification());
    }

    /// A token of these claims, JSON with single quotes for double ones; the issuer's own name and
    /// an end in an hour are added where they are missing.
    synchronized String token(String claims) {
        return key.sign(claims(claims));
    }

    private ObjectNode claims(String text) {
        JsonNode json = JsonMapper.shared().readTree(text.replace('\'', '"'));
        ObjectNode claims = (ObjectNode) json;
        if (!claims.has("iss")) {
            claims.put("iss", url());
        }
        if (!claims.has("exp")) {
            claims.put("exp", InstantSource.system().instant().getEpochSecond() + 3600);
        }
        return claims;
    }

    /// A token that is signed in a certain way, with a key that is published beside the others.
    synchronized String token(SignatureAlgorithm algorithm, String claims) throws Exception {
        boolean curve = algorithm.name().startsWith("ES");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve ? "EC" : "RSA");
        if (curve) {
            String bits = algorithm.name().substring(2).replace("512", "521");
            generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
        } else {
            generator.initialize(2048);
        }
        KeyPair pair = generator.generateKeyPair();
        VerificationKey verification = VerificationKey.of(pair.getPublic());
        published.add(verification);
        return Forgery.sign(algorithm, pair.getPrivate(), verification.id(), claims(claims));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
