package dev.purser.client.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Posts JSON to one address, that of a webhook: a program that is told of things. Thread-safe.
public final class JsonPost implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final Connection connection;
    private final Duration answerMax;
    private final HttpClient http;

    /// Prepares it; nothing is sent yet.
    ///
    /// @param connection the server's address with whatever path it has
    /// @param answerMax how long an answer may take
    /// @throws IllegalArgumentException when the address, certificates or keys make no sense
    public JsonPost(Connection connection, Duration answerMax) {
        String scheme = String.valueOf(connection.server().getScheme());
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "the server's address is no URL: \"" + connection.server() + "\"");
        }
        this.connection = connection;
        this.answerMax = answerMax;
        this.http =
                HttpClient.newBuilder()
                        .sslContext(TlsContext.of(connection))
                        .connectTimeout(CONNECT_MAX)
                        .build();
    }

    /// Sends a body and waits for the answer, of which only the status matters.
    ///
    /// @throws IOException when there was none
    public int send(byte[] json) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(connection.server())
                        .timeout(answerMax)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "purser")
                        .POST(BodyPublishers.ofByteArray(json));
        if (connection.credential() instanceof Credential.Bearer bearer) {
            request.header("Authorization", bearer.header());
        }
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a webhook was waited for");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
