package dev.purser.node.probe;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/// Takes the first bytes of a body and ends the transfer: an endless body keeps no probe busy.
final class BodyStart implements BodySubscriber<String> {
    private final int limit;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final AtomicReference<Flow.Subscription> transfer = new AtomicReference<>();

    /// @param limit in bytes
    BodyStart(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        transfer.set(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), limit - taken.size())];
            buffer.get(bytes);
            taken.writeBytes(bytes);
        }
        Flow.Subscription subscription = transfer.get();
        if (taken.size() < limit) {
            subscription.request(1);
        } else {
            subscription.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(taken.toString(StandardCharsets.UTF_8));
    }
}
