package dev.purser.server.discovery;

import dev.purser.server.endpoint.Exchange;
import dev.purser.server.endpoint.ResourceEndpoint;
import dev.purser.wire.http.Answer;
import java.util.List;
import java.util.Optional;

/// Everything that is not a resource: the first of its parts that knows a path answers it.
/// Thread-safe.
public final class Documents {
    private final List<Document> documents;

    public Documents(List<Document> documents) {
        this.documents = List.copyOf(documents);
    }

    /// Some paths and what is found there.
    @FunctionalInterface
    public interface Document {
        /// The answer; empty for a path of somebody else's.
        Optional<Answer> answer(Exchange exchange);
    }

    /// Refuses every method but GET, even HEAD.
    static void requireGet(Exchange exchange) {
        if (!exchange.request().method().equals("GET")) {
            throw ResourceEndpoint.notAllowed();
        }
    }

    public Answer answer(Exchange exchange) {
        for (Document document : documents) {
            Optional<Answer> answer = document.answer(exchange);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        String path = exchange.request().path();
        if (path.startsWith("/api/") || path.matches("/apis/[^/]*/.*")) {
            throw ResourceEndpoint.unknown();
        }
        return Answer.text(404, "404 page not found\n");
    }
}
