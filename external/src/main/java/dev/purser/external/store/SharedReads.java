package dev.purser.external.store;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Lets those who ask a store the same thing while an answer is under way have that answer.
/// Thread-safe.
final class SharedReads {
    private final Map<Object, CompletableFuture<Object>> underWay = new ConcurrentHashMap<>();

    /// A call whose answer others may share.
    @FunctionalInterface
    interface Read<T> {
        T run() throws ProviderException, InterruptedException;
    }

    /// @param question equal for those who may share an answer, and of one type of answer
    <T> T read(Object question, Class<T> type, Read<T> read)
            throws ProviderException, InterruptedException {
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> theirs = underWay.putIfAbsent(question, mine);
        if (theirs != null) {
            return type.cast(await(theirs));
        }
        try {
            T answer = read.run();
            mine.complete(answer);
            return answer;
        } catch (ProviderException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(question, mine);
            mine.completeExceptionally(
                    new ProviderException(Kind.UNAVAILABLE, "the call was broken off"));
        }
    }

    private static Object await(CompletableFuture<Object> answer)
            throws ProviderException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProviderException failure) {
                throw failure;
            }
            throw new IllegalStateException("a shared read failed", e.getCause());
        }
    }

    /// Who asks from now on has an answer of their own: the store is known to have changed.
    void forget() {
        underWay.clear();
    }
}
