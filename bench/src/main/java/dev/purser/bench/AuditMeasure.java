package dev.purser.bench;

import dev.purser.server.audit.AuditSettings;
import dev.purser.server.audit.Auditing;
import dev.purser.server.audit.Auditor;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Origin;
import dev.purser.wire.request.Query;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What auditing adds to a request: one that the policy is not interested in, and one that becomes
/// a line of a log on disk. Each request is timed by itself, which adds some 25 ns to it.
public final class AuditMeasure {
    private static final int WARM_UP = 50_000;
    private static final int REQUESTS = 100_000;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final Identity SENDER =
            Identity.of("alice", "dev", "ops", Identity.AUTHENTICATED);

    private final PrintStream out;

    public AuditMeasure(PrintStream out) {
        this.out = out;
    }

    public void run() throws Exception {
        Path directory = Files.createTempDirectory("purser-bench");
        Path log = directory.resolve("audit.log");
        try (Auditor none = auditor(Optional.empty());
                Auditor blocking = auditor(Optional.of(log))) {
            measure("no audit log", none, "configmaps");
            measure("default policy: get of a ConfigMap (no event)", blocking, "configmaps");
            measure("default policy: get of a Secret (a line)", blocking, "secrets");
        } finally {
            Files.deleteIfExists(log);
            Files.delete(directory);
        }
    }

    private static Auditor auditor(Optional<Path> log) throws Exception {
        return Auditing.open(
                new AuditSettings(
                        Optional.empty(),
                        log.map(path ->
                                new AuditSettings.Log(
                                        new AuditSettings.File(
                                                path, 0, 0, 0, AuditSettings.Compression.NONE),
                                        AuditSettings.Mode.BLOCKING,
                                        1,
                                        Optional.empty())),
                        Optional.empty()),
                InstantSource.system(),
                new SecureRandom());
    }

    private void measure(String name, Auditor auditor, String resource) {
        Attributes attributes =
                new Attributes("get", "", "v1", resource, "", "default", "name", "");
        ApiRequest request = request("/api/v1/namespaces/default/" + resource + "/name");
        Answer answer = Answer.text(200, "");
        long[] nanos = new long[REQUESTS];
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            long start = System.nanoTime();
            var _ = auditor.follow(request, attributes, SENDER, Map.of(), audit -> answer);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        out.printf(
                Locale.ROOT,
                "%-56s p50 %8.2f us   p99 %8.2f us%n",
                name,
                nanos[REQUESTS / 2] / NANOS_PER_MICRO,
                nanos[REQUESTS / 100 * 99] / NANOS_PER_MICRO);
    }

    private static ApiRequest request(String uri) {
        ApiRequest.Headers headers =
                new ApiRequest.Headers() {
                    @Override
                    public String first(String name) {
                        return name.equals("User-Agent") ? "kubectl/v1.32.0" : "";
                    }

                    @Override
                    public List<String> all(String name) {
                        return List.of();
                    }

                    @Override
                    public Set<String> names() {
                        return Set.of();
                    }
                };
        return new ApiRequest(
                "GET",
                uri,
                Query.empty(),
                headers,
                List.of(),
                () -> new byte[0],
                new Origin("5b3e5b3e-0000-4000-8000-000000000000", uri, "127.0.0.1"));
    }
}
