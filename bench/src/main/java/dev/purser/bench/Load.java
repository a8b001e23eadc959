package dev.purser.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs an operation a number of times on several virtual threads and times each.
public final class Load {
    private Load() {}

    /// One operation; gets its number, from 0 on.
    @FunctionalInterface
    public interface Operation {
        void run(int number) throws Exception;
    }

    /// Runs it until it was run so often in all.
    public static Figures run(String name, int workers, int count, Operation operation)
            throws Exception {
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                running.add(
                        executor.submit(() -> {
                            for (int number = next.getAndIncrement();
                                    number < count;
                                    number = next.getAndIncrement()) {
                                long before = System.nanoTime();
                                operation.run(number);
                                nanos[number] = System.nanoTime() - before;
                            }
                            return null;
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return Figures.of(name + ", " + workers + " at once", nanos, System.nanoTime() - start);
    }
}
