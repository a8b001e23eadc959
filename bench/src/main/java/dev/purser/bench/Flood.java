package dev.purser.bench;

import dev.purser.client.remote.Connection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Lists ConfigMaps again and again on many connections, without looking at what comes.
/// Thread-safe.
final class Flood {
    private static final String LIST = "/api/v1/namespaces/default/configmaps";
    private static final int NO_ANSWER = 0;
    private static final int OK = 200;
    private static final Duration PAUSE_WHEN_REFUSED = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final HttpRequest request;
    private final ConcurrentSkipListMap<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();

    Flood(Connection connection, String token) throws GeneralSecurityException, IOException {
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(connection.certificateAuthority()))
                        .build();
        request =
                HttpRequest.newBuilder(connection.server().resolve(LIST))
                        .header("Authorization", "Bearer " + token)
                        .timeout(PATIENCE)
                        .build();
    }

    /// Lists until the input ends.
    ///
    /// @param underWay called when as many answers have come as lists are sent at once
    /// @return how many answers of each status
    String run(int atOnce, Reader input, Runnable underWay) throws Exception {
        CountDownLatch first = new CountDownLatch(atOnce);
        for (int number = 0; number < atOnce; number++) {
            Thread.ofVirtual().start(() -> list(first));
        }
        first.await();
        underWay.run();
        input.transferTo(Writer.nullWriter());
        return "answers to lists, by status: " + answers;
    }

    private void list(CountDownLatch first) {
        try {
            while (true) {
                int status = answer();
                answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
                first.countDown();
                if (status != OK) {
                    Thread.sleep(PAUSE_WHEN_REFUSED);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int answer() throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return NO_ANSWER;
        }
    }

    private static SSLContext trusting(String authorityPem)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        authorityPem.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
