package dev.purser.bench.external;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.bench.Load;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.remote.RemoteApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/// Many ExternalSecrets over a few stores of a stand-in for Vault: how long they take, what they
/// cost, and what happens when the provider is gone for a while.
public final class ExternalMeasure {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SETTLE = Duration.ofSeconds(20);
    private static final int WRITERS = 8;

    private final RemoteApi api;
    private final Path directory;
    private final Settings settings;
    private final Consumer<String> out;

    /// What is measured.
    ///
    /// @param count of ExternalSecrets, and of Secrets that are none of theirs
    /// @param interval of the ExternalSecrets
    /// @param latency of the provider
    /// @param outage how long the provider is away
    public record Settings(
            int count, int stores, Duration interval, Duration latency, Duration outage) {}

    /// @param directory the server's data directory, on this machine
    /// @param out takes a line for each result
    public ExternalMeasure(RemoteApi api, Path directory, Settings settings, Consumer<String> out) {
        this.api = api;
        this.directory = directory;
        this.settings = settings;
        this.out = out;
    }

    /// Measures everything, and removes what it made.
    public void run() throws Exception {
        try (VaultStandIn vault = new VaultStandIn(settings.latency())) {
            namespaces();
            try {
                unrelated();
                first(vault);
                steady(vault);
                pushed(vault);
                outage(vault);
            } finally {
                end();
            }
        }
    }

    /// Only what Secrets cost that are none of any ExternalSecret.
    public void runUnrelated() throws Exception {
        namespaces();
        try {
            unrelated();
        } finally {
            end();
        }
    }

    private void namespaces() {
        for (int number = 0; number < settings.stores(); number++) {
            api.create(ExternalObjects.NAMESPACES, ExternalObjects.namespaceObject(number));
        }
    }

    private void end() {
        for (int number = 0; number < settings.stores(); number++) {
            api.delete(
                    new ObjectRef(
                            ExternalObjects.NAMESPACES, "", ExternalObjects.namespace(number)),
                    DeleteOptions.defaults());
        }
    }

    private String namespaceOf(int number) {
        return ExternalObjects.namespace(number % settings.stores());
    }

    private void unrelated() throws Exception {
        Thread.sleep(SETTLE);
        ServerUsage before = ServerUsage.of(directory);
        long begun = System.nanoTime();
        createAll(
                ExternalObjects.SECRETS,
                number -> ExternalObjects.unrelated(namespaceOf(number), number));
        ServerUsage made = ServerUsage.of(directory);
        tell("%d unrelated Secrets made", before, made, begun);
        begun = System.nanoTime();
        Thread.sleep(SETTLE);
        tell("beside %d unrelated Secrets, idle", made, ServerUsage.of(directory), begun);
    }

    private void tell(String what, ServerUsage before, ServerUsage after, long begun) {
        out.accept(
                what.formatted(settings.count())
                        + ": "
                        + after.since(before, System.nanoTime() - begun));
    }

    private void createAll(GroupVersionResource resource, IntFunction<KubeObject> objects)
            throws Exception {
        Load.run(
                "create",
                WRITERS,
                settings.count(),
                number -> api.create(resource, objects.apply(number)));
    }

    /// From the first ExternalSecret that is made until all of them are ready.
    private void first(VaultStandIn vault) throws Exception {
        for (int number = 0; number < settings.stores(); number++) {
            String namespace = ExternalObjects.namespace(number);
            api.create(ExternalObjects.SECRETS, ExternalObjects.token(namespace));
            api.create(ExternalObjects.STORES, ExternalObjects.store(namespace, vault.address()));
        }
        ServerUsage before = ServerUsage.of(directory);
        long begun = System.nanoTime();
        createAll(
                ExternalObjects.EXTERNAL_SECRETS,
                number ->
                        ExternalObjects.external(namespaceOf(number), number, settings.interval()));
        long made = System.nanoTime() - begun;
        awaitValues(0);
        report("%d ExternalSecrets made and ready", vault, before, begun);
        out.accept("  of which making them took %.1f s".formatted(made / 1e9));
    }

    /// Nothing changes; everything is read once an interval.
    private void steady(VaultStandIn vault) throws Exception {
        Thread.sleep(SETTLE);
        vault.takeReads();
        ServerUsage before = ServerUsage.of(directory);
        long written = revision();
        long begun = System.nanoTime();
        Thread.sleep(settings.interval());
        report("%d ExternalSecrets polled for an interval", vault, before, begun);
        tellWrites(written);
    }

    /// Every value changes, and each store is notified.
    private void pushed(VaultStandIn vault) throws Exception {
        vault.takeReads();
        ServerUsage before = ServerUsage.of(directory);
        int generation = vault.change();
        long begun = System.nanoTime();
        for (int number = 0; number < settings.stores(); number++) {
            api.document(
                    "POST",
                    ExternalObjects.storePath(ExternalObjects.namespace(number)) + "/refresh");
        }
        awaitValues(generation);
        report("%d values changed, each store notified", vault, before, begun);
    }

    /// The provider is away for a while, and all values have changed when it comes back.
    private void outage(VaultStandIn vault) throws Exception {
        vault.setBroken(true);
        vault.takeReads();
        ServerUsage before = ServerUsage.of(directory);
        long written = revision();
        long begun = System.nanoTime();
        Thread.sleep(settings.outage());
        report("an outage of " + settings.outage().toSeconds() + " s", vault, before, begun);
        tellWrites(written);
        out.accept("  not ready by then: " + notReady());
        int generation = vault.change();
        vault.setBroken(false);
        before = ServerUsage.of(directory);
        written = revision();
        begun = System.nanoTime();
        awaitValues(generation);
        while (notReady() > 0) {
            Thread.sleep(PAUSE);
        }
        report("%d values after the outage, and all are ready", vault, before, begun);
        tellWrites(written);
    }

    private void tellWrites(long before) {
        out.accept("  writes meanwhile, of whatever kind: " + (revision() - before));
    }

    private long notReady() {
        long notReady = 0;
        for (int number = 0; number < settings.stores(); number++) {
            notReady +=
                    api
                            .list(
                                    ExternalObjects.EXTERNAL_SECRETS,
                                    ExternalObjects.namespace(number),
                                    ListOptions.all())
                            .items()
                            .stream()
                            .filter(ExternalMeasure::isNotReady)
                            .count();
        }
        return notReady;
    }

    private static boolean isNotReady(KubeObject external) {
        for (JsonNode condition : external.json().at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                return !condition.path("status").asString("").equals("True");
            }
        }
        return true;
    }

    private void report(String what, VaultStandIn vault, ServerUsage before, long begun)
            throws Exception {
        long nanos = System.nanoTime() - begun;
        ServerUsage after = ServerUsage.of(directory);
        out.accept(
                "%s: %.1f s, %s, %d at once; %s"
                        .formatted(
                                what.formatted(settings.count()),
                                nanos / 1e9,
                                ReadRate.of(vault.takeReads(), nanos),
                                vault.takeMostUnderWay(),
                                after.since(before, nanos)));
    }

    private long revision() {
        return Long.parseLong(
                api.list(ExternalObjects.NAMESPACES, "", ListOptions.all()).resourceVersion());
    }

    /// Waits until every Secret has the value of this generation.
    private void awaitValues(int generation) throws Exception {
        String value =
                Base64.getEncoder()
                        .encodeToString(
                                VaultStandIn.value(generation).getBytes(StandardCharsets.UTF_8));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int number = 0; number < settings.stores(); number++) {
            int expected = (settings.count() + settings.stores() - 1 - number) / settings.stores();
            while (having(ExternalObjects.namespace(number), value) < expected) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("the values took too long");
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private long having(String namespace, String value) {
        ListOptions managed = ListOptions.labels("reconcile.external-secrets.io/managed=true");
        return api.list(ExternalObjects.SECRETS, namespace, managed).items().stream()
                .filter(secret -> {
                    JsonNode data = secret.json().path("data");
                    return data.path("password").asString("").equals(value);
                })
                .count();
    }
}
