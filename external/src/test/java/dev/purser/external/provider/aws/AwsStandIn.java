package dev.purser.external.provider.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Answers in AWS' protocols what a test wants to be answered: the token service in its own form,
/// all else as JSON.
final class AwsStandIn implements AutoCloseable {
    private static final String SESSION =
            """
            <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult>
            <Credentials><AccessKeyId>ASIA%2$d</AccessKeyId><SecretAccessKey>key%2$d</SecretAccessKey>
            <SessionToken>session%2$d</SessionToken><Expiration>%3$s</Expiration></Credentials>
            </%1$sResult></%1$sResponse>
            """;
    private static final String REFUSAL =
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
            <Code>%s</Code><Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>
            """;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Answer answer = Answer.value("{\"SecretString\":\"value\"}");
    private volatile Answer sessions = Answer.value("");
    private volatile Instant end = Instant.now().plusSeconds(3600);

    /// What was asked.
    ///
    /// @param action such as `AssumeRole` or `secretsmanager.GetSecretValue`
    /// @param form of calls of the token service
    /// @param identity the access key that signed; empty for none
    record Call(String action, Map<String, String> form, String identity) {}

    /// What is answered.
    record Answer(int status, String body, Map<String, String> headers) {
        static Answer value(String body) {
            return new Answer(200, body, Map.of());
        }

        static Answer error(int status, String code, String message) {
            return new Answer(
                    status,
                    "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message),
                    Map.of());
        }

        static Answer sessionError(String code, String message) {
            return new Answer(403, REFUSAL.formatted(code, message), Map.of());
        }

        Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value));
        }
    }

    AwsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// How all but the token service answers from now on.
    void answer(Answer answer) {
        this.answer = answer;
    }

    /// Refuses sessions from now on.
    void refuseSessions(Answer refusal) {
        this.sessions = refusal;
    }

    /// When sessions end that begin from now on.
    void sessionsEnd(Instant end) {
        this.end = end;
    }

    List<Call> calls(String action) {
        return calls.stream().filter(call -> call.action().endsWith(action)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            Map<String, String> form = target == null ? form(body) : Map.of();
            String action = target == null ? form.getOrDefault("Action", "") : target;
            calls.add(new Call(action, form, identity(exchange)));
            send(exchange, target == null ? session(action) : answer);
        }
    }

    private Answer session(String action) {
        return sessions.status() == 200
                ? Answer.value(SESSION.formatted(action, calls.size(), end))
                : sessions;
    }

    private static String identity(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return header == null ? "" : header.replaceAll(".*Credential=([^/]*)/.*", "$1");
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(part -> part.split("=", 2))
                .collect(
                        Collectors.toMap(
                                part -> part[0],
                                part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.getResponseHeaders()
                .add(
                        "Content-Type",
                        answer.body().startsWith("<") ? "text/xml" : "application/x-amz-json-1.1");
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
