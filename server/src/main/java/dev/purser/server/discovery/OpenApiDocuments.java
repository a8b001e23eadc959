package dev.purser.server.discovery;

import dev.purser.api.openapi.OpenApi;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.media.Format;
import dev.purser.server.media.Output;
import dev.purser.wire.http.Answer;
import java.util.Optional;
import java.util.function.Supplier;

/// `/openapi/v2` and `/openapi/v3`. Thread-safe.
public final class OpenApiDocuments implements Documents.Document {
    private static final String V2 = "/openapi/v2";
    private static final String V3 = "/openapi/v3";
    private static final String PROTOBUF_WANTED =
            "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private static final String PROTOBUF_SENT =
            "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final Supplier<OpenApi> openApi;
    private final Answers answers;

    public OpenApiDocuments(Supplier<OpenApi> openApi, Answers answers) {
        this.openApi = openApi;
        this.answers = answers;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        String path = exchange.request().path().replaceAll("/+$", "");
        if (path.equals(V2)) {
            return Optional.of(version2(exchange));
        }
        if (path.equals(V3)) {
            byte[] index = answers.encode(openApi.get().index(), Output.plain());
            return Optional.of(Answer.of(200, "text/plain; charset=utf-8", index));
        }
        return path.startsWith(V3 + "/")
                ? Optional.of(version3(exchange, path.substring(V3.length() + 1)))
                : Optional.empty();
    }

    private Answer version2(Exchange exchange) {
        String accept = String.join(",", exchange.request().headers().all("Accept"));
        boolean protobuf = accept.contains(PROTOBUF_WANTED) || accept.contains(PROTOBUF_SENT);
        byte[] content = protobuf ? openApi.get().version2Protobuf() : openApi.get().version2Json();
        String type = protobuf ? PROTOBUF_SENT : Format.JSON.mediaType();
        return EntityTag.answer(
                exchange.request(), Answer.of(200, type, content), EntityTag.of(content));
    }

    /// A document by its address. The hash in the address makes it one that never changes; another
    /// hash leads to the right one.
    private Answer version3(Exchange exchange, String path) {
        Optional<String> hash = openApi.get().hash(path);
        if (hash.isEmpty()) {
            return Answer.empty(404);
        }
        String asked = exchange.request().query().first("hash");
        if (!asked.isEmpty() && !asked.equals(hash.get())) {
            return Answer.of(301, Format.JSON.mediaType(), new byte[0])
                    .with("Location", "%s/%s?hash=%s".formatted(V3, path, hash.get()));
        }
        byte[] content = openApi.get().document(path).orElseThrow();
        Answer answer =
                EntityTag.answer(
                        exchange.request(),
                        Answer.of(200, Format.JSON.mediaType(), content),
                        hash.get());
        return asked.isEmpty()
                ? answer
                : answer.with("Cache-Control", "public, immutable")
                        .with("Expires", "Thu, 31 Dec 2099 23:59:59 GMT");
    }
}
