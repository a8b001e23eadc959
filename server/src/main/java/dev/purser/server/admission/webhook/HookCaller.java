package dev.purser.server.admission.webhook;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonText;
import dev.purser.server.admission.webhook.HookTarget.HookService;
import dev.purser.server.admission.webhook.ServiceAddresses.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Posts reviews to webhooks and reads what they answer. Thread-safe.
///
/// HTTP/1.1 over TLS; connections are kept. A webhook has its timeout for the whole of its answer,
/// however slowly it sends it.
final class HookCaller {
    private static final int ANSWER_BYTES_MAX = 16 << 20;
    private static final int HTTPS_PORT = 443;

    private final ServiceAddresses services;
    private final JsonText jsonText = new JsonText();

    HookCaller(ServiceAddresses services) {
        this.services = services;
    }

    /// What a webhook answers.
    ///
    /// @throws CallException when it does not, or no JSON, or not in time
    JsonNode call(Hook hook, JsonNode review) throws CallException {
        byte[] body = review.toString().getBytes(StandardCharsets.UTF_8);
        AtomicReference<@Nullable HttpsURLConnection> connection = new AtomicReference<>();
        FutureTask<Answer> task = new FutureTask<>(() -> post(hook, body, connection));
        Thread.ofVirtual().name("webhook-" + hook.name()).start(task);
        try {
            return read(task.get(hook.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            throw failed(hook, "context deadline exceeded");
        } catch (ExecutionException e) {
            throw failed(hook, reason(hook, e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failed(hook, "context canceled");
        } finally {
            abandon(task, connection.get());
        }
    }

    /// Ends a call that nobody waits for any more.
    private static void abandon(FutureTask<?> task, @Nullable HttpsURLConnection connection) {
        if (!task.isDone()) {
            task.cancel(true);
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /// @param isText whether the body is for people
    private record Answer(int code, String body, boolean isText) {}

    private Answer post(
            Hook hook, byte[] body, AtomicReference<@Nullable HttpsURLConnection> opened)
            throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) address(hook).toURL().openConnection(Proxy.NO_PROXY);
        opened.set(connection);
        connection.setSSLSocketFactory(hook.target().sockets().get());
        int millis = (int) hook.timeout().toMillis();
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, */*");
        connection.setRequestProperty("User-Agent", "kube-apiserver-admission");
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        } catch (ConnectException e) {
            throw new IOException(refused(connection.getURL()), e);
        }
        int code = connection.getResponseCode();
        try (InputStream in =
                code >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            String type = connection.getContentType();
            return new Answer(
                    code, in == null ? "" : limited(in), type != null && type.startsWith("text/"));
        }
    }

    private static String limited(InputStream in) throws IOException {
        byte[] body = in.readNBytes(ANSWER_BYTES_MAX + 1);
        if (body.length > ANSWER_BYTES_MAX) {
            throw new IOException("the answer is too large");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Where to connect to, which for a service is not where its name says.
    private URI address(Hook hook) throws IOException {
        URI told = told(hook);
        if (hook.target().service().isEmpty()) {
            return told;
        }
        HookService service = hook.target().service().get();
        Address address = services.resolve(service);
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return URI.create(
                "https://%s:%d%s?%s"
                        .formatted(host, address.port(), told.getRawPath(), told.getRawQuery()));
    }

    /// The URL with the timeout, as it is told in messages.
    private static URI told(Hook hook) {
        Duration timeout = hook.timeout();
        URI uri = hook.target().uri();
        return URI.create(
                "%s://%s%s?timeout=%ds"
                        .formatted(
                                uri.getScheme(),
                                uri.getRawAuthority(),
                                uri.getRawPath(),
                                timeout.toSeconds()));
    }

    private JsonNode read(Answer answer) throws CallException {
        if (answer.code() < 200 || answer.code() > 206) {
            throw new CallException("failed to call webhook: " + refusal(answer), answer.code());
        }
        try {
            return jsonText.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (DecodingException e) {
            throw new CallException(
                    "failed to call webhook: couldn't get version/kind; json parse error: "
                            + e.getMessage(),
                    503);
        }
    }

    private static String refusal(Answer answer) {
        String text = answer.isText() ? answer.body().strip() : "";
        return switch (answer.code()) {
            case 404 -> "the server could not find the requested resource";
            case 401 -> "the server has asked for the client to provide credentials";
            case 403 -> text.isEmpty() ? "forbidden" : text;
            default ->
                    "an error on the server (\"%s\") has prevented the request from succeeding"
                            .formatted(text.isEmpty() ? "unknown" : text);
        };
    }

    private static String refused(URL url) throws UnknownHostException {
        return "dial tcp %s:%d: connect: connection refused"
                .formatted(
                        InetAddress.getByName(url.getHost()).getHostAddress(),
                        url.getPort() < 0 ? HTTPS_PORT : url.getPort());
    }

    private static String mistrust(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("unable to find valid certification path")
                        || message.contains("Path does not chain")
                ? "x509: certificate signed by unknown authority"
                : message;
    }

    private static CallException failed(Hook hook, String why) {
        return new CallException(
                "failed to call webhook: Post \"%s\": %s".formatted(told(hook), why), 503);
    }

    private static String reason(Hook hook, @Nullable Throwable failure) {
        URI uri = hook.target().uri();
        return switch (failure) {
            case SocketTimeoutException _ -> "context deadline exceeded";
            case UnknownHostException _ ->
                    "dial tcp: lookup %s: no such host".formatted(uri.getHost());
            case SSLException tls -> "tls: failed to verify certificate: " + mistrust(tls);
            case null -> "unknown failure";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
