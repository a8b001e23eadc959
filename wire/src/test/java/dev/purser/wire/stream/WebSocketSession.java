package dev.purser.wire.stream;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A client as `kubectl` is one: sends and collects messages by channel.
final class WebSocketSession implements WebSocket.Listener, AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, ByteArrayOutputStream> output = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean reads;
    private WebSocket webSocket;
    private int channel = -1;

    private WebSocketSession(boolean reads) {
        this.reads = reads;
    }

    static WebSocketSession open(URI uri, String... protocols) {
        return new WebSocketSession(true).connect(uri, protocols);
    }

    /// A client that takes nothing of what it is sent.
    static WebSocketSession openWithoutReading(URI uri, String... protocols) {
        return new WebSocketSession(false).connect(uri, protocols);
    }

    private WebSocketSession connect(URI uri, String... protocols) {
        String[] others = Arrays.copyOfRange(protocols, 1, protocols.length);
        webSocket =
                http.newWebSocketBuilder()
                        .subprotocols(protocols[0], others)
                        .buildAsync(uri, this)
                        .join();
        return this;
    }

    String subprotocol() {
        return webSocket.getSubprotocol();
    }

    WebSocketSession send(int channel, byte[] content) {
        return sendRaw(ByteBuffer.allocate(1 + content.length).put((byte) channel).put(content));
    }

    WebSocketSession send(int channel, String content) {
        return send(channel, content.getBytes(StandardCharsets.UTF_8));
    }

    WebSocketSession sendRaw(ByteBuffer filled) {
        webSocket.sendBinary(filled.flip(), true).join();
        return this;
    }

    WebSocket raw() {
        return webSocket;
    }

    WebSocketSession endInput() {
        return send(255, new byte[] {0});
    }

    /// The close code, once the server has closed.
    int awaitClose() {
        return closed.orTimeout(30, TimeUnit.SECONDS).join();
    }

    byte[] bytes(int channel) {
        ByteArrayOutputStream bytes = output.get(channel);
        if (bytes == null) {
            return new byte[0];
        }
        synchronized (bytes) {
            return bytes.toByteArray();
        }
    }

    String text(int channel) {
        return new String(bytes(channel), StandardCharsets.UTF_8);
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(1);
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (channel < 0 && data.hasRemaining()) {
            channel = Byte.toUnsignedInt(data.get());
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        ByteArrayOutputStream collected =
                output.computeIfAbsent(channel, _ -> new ByteArrayOutputStream());
        synchronized (collected) {
            collected.writeBytes(bytes);
        }
        if (last) {
            channel = -1;
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

    @Override
    public void close() {
        webSocket.abort();
        http.shutdownNow();
    }
}
