package dev.purser.wire.stream;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A client that can only send and receive text.
final class TextSession implements WebSocket.Listener {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder begun = new StringBuilder();
    private WebSocket webSocket;

    static TextSession open(URI uri, String protocol) {
        TextSession session = new TextSession();
        session.webSocket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .subprotocols(protocol)
                        .buildAsync(uri, session)
                        .join();
        return session;
    }

    TextSession send(String text) {
        webSocket.sendText(text, true).join();
        return this;
    }

    List<String> awaitAll() {
        closed.orTimeout(30, TimeUnit.SECONDS).join();
        return messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            messages.add(begun.toString());
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }
}
