package dev.purser.bench;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// How many requests a second the API answers, and how soon a watcher sees a write.
final class ApiMeasure {
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");
    private static final String NAMESPACE = "default";

    private final Api api;
    private final int count;
    private final Consumer<Figures> report;

    ApiMeasure(Api api, int count, Consumer<Figures> report) {
        this.api = api;
        this.count = count;
        this.report = report;
    }

    void run() throws Exception {
        Load.run(
                "warm-up",
                4,
                count / 4,
                number -> api.create(CONFIG_MAPS, configMap("warm", number)));
        removeAll("warm", count / 4);
        report.accept(
                Load.run(
                        "create",
                        1,
                        count / 4,
                        number -> api.create(CONFIG_MAPS, configMap("one", number))));
        report.accept(
                Load.run(
                        "create",
                        16,
                        count,
                        number -> api.create(CONFIG_MAPS, configMap("many", number))));
        report.accept(
                Load.run(
                        "get",
                        16,
                        count,
                        number -> api.get(CONFIG_MAPS, NAMESPACE, name("many", number))));
        report.accept(
                Load.run(
                        "list of " + count,
                        4,
                        40,
                        number -> api.list(CONFIG_MAPS, NAMESPACE, ListOptions.all())));
        report.accept(watched());
        removeAll("one", count / 4);
        removeAll("many", count);
    }

    /// From just before an update is sent to the moment a watcher has it.
    private Figures watched() throws Exception {
        int rounds = Math.min(count, 500);
        String version = api.list(CONFIG_MAPS, NAMESPACE, ListOptions.all()).resourceVersion();
        long[] sent = new long[rounds];
        long[] nanos = new long[rounds];
        long start = System.nanoTime();
        try (Watch watch = api.watch(CONFIG_MAPS, NAMESPACE, WatchOptions.after(version));
                ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> read =
                    reader.submit(() -> {
                        for (int seen = 0; seen < rounds; ) {
                            var event = watch.next(Duration.ofSeconds(10)).orElseThrow();
                            if (event.type() == Watch.Type.MODIFIED) {
                                nanos[seen] = System.nanoTime() - sent[seen];
                                seen++;
                            }
                        }
                        return null;
                    });
            for (int number = 0; number < rounds; number++) {
                KubeObject changed = configMap("many", number);
                changed.json().withObject("/data").put("changed", "yes");
                sent[number] = System.nanoTime();
                api.update(CONFIG_MAPS, changed);
            }
            read.get();
        }
        return Figures.of("update to watch event", nanos, System.nanoTime() - start);
    }

    private void removeAll(String prefix, int number) throws Exception {
        Load.run(
                "delete",
                16,
                number,
                each ->
                        api.delete(
                                new ObjectRef(CONFIG_MAPS, NAMESPACE, name(prefix, each)),
                                DeleteOptions.defaults()));
    }

    private static KubeObject configMap(String prefix, int number) {
        KubeObject object = KubeObject.named(CONFIG_MAP, NAMESPACE, name(prefix, number));
        object.json().withObject("/data").put("value", "x".repeat(1000));
        return object;
    }

    private static String name(String prefix, int number) {
        return "bench-" + prefix + "-" + number;
    }
}
