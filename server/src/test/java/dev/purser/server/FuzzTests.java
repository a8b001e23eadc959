package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.schema.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random requests of all kinds against a real server: nothing may hang, be lost, or be answered
/// with a defect.
///
/// `-Dpurser.fuzz.seed=N` sends the requests of an earlier run again (each worker its own; how they
/// interleave is not replayed), `-Dpurser.fuzz.seconds=N` goes on for longer than a normal run.
class FuzzTests {
    private static final int WORKERS = 3;

    /// Groups whose objects change how the server treats others.
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "admissionregistration.k8s.io",
                    "apiextensions.k8s.io",
                    "apiregistration.k8s.io");

    /// Resources whose objects bound or fence in what other requests may do.
    private static final Set<String> FENCES =
            Set.of("namespaces", "resourcequotas", "limitranges", "bindings");

    private static final Schemas SCHEMAS = Schemas.load();

    private static List<ResourceType> types() {
        return Catalog.load().groups().stream()
                .filter(group -> !LEFT_OUT.contains(group.name()))
                .flatMap(group -> group.versions().getFirst().resources().stream())
                .filter(type -> type.verbs().contains("get"))
                .filter(type -> !FENCES.contains(type.names().plural()))
                .filter(type -> SCHEMAS.find(type.kind()).isPresent())
                .toList();
    }

    @Test
    void nothingHangsOrGetsLostOrMeetsADefect(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("purser.fuzz.seed", System.nanoTime());
        Duration time = Duration.ofSeconds(Long.getLong("purser.fuzz.seconds", 15));
        System.out.println("fuzz seed: -Dpurser.fuzz.seed=" + seed);
        try (TestingApiServer server = TestingApiServer.start(directory);
                HttpProbe http = new HttpProbe(server)) {
            long end = System.nanoTime() + time.toNanos();
            List<Callable<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                FuzzWorker worker = new FuzzWorker(http, SCHEMAS, "w" + i, new Random(seed + i));
                Random choice = new Random(~seed - i);
                runs.add(() -> run(http, worker, choice, end));
            }
            int kept = all(runs);
            System.out.println("fuzz: %d objects in the end".formatted(kept));
            assertThat(kept).isPositive();
        }
    }

    /// Sends requests until the time is over; returns how many objects there were in the end.
    private static int run(HttpProbe http, FuzzWorker worker, Random random, long end) {
        String namespace = "{\"metadata\":{\"name\":\"%s\"}}".formatted(worker.namespace());
        assertThat(http.post("/api/v1/namespaces", namespace).status()).isEqualTo(201);
        http.post(
                "/api/v1/namespaces/" + worker.namespace() + "/serviceaccounts",
                "{\"metadata\":{\"name\":\"default\"}}");
        List<ResourceType> types = types();
        while (System.nanoTime() < end) {
            worker.step(types.get(random.nextInt(types.size())));
        }
        return worker.checkAll();
    }

    private static int all(List<Callable<Integer>> runs) throws InterruptedException, IOException {
        int sum = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> run : threads.invokeAll(runs)) {
                sum += run.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        return sum;
    }
}
