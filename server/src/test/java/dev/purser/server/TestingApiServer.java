package dev.purser.server;

import dev.purser.client.Api;
import dev.purser.client.node.UsageSource;
import dev.purser.server.access.AccessSettings;
import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.advice.SilencedTopics;
import dev.purser.server.audit.Auditing;
import dev.purser.server.audit.Auditor;
import dev.purser.server.authn.token.StaticTokens;
import dev.purser.server.endpoint.CustomSubresource;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServingNames;
import dev.purser.server.request.Identity;
import dev.purser.store.InMemoryStore;
import dev.purser.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole API server on a free port, over a store in memory.
public final class TestingApiServer implements AutoCloseable {
    public static final String ADMIN_TOKEN = "admin-token";

    private final ApiServer server;
    private final Store store;
    private final ClusterPki pki;

    private TestingApiServer(
            Path directory, int port, List<UsageSource> usage, ServingSettings serving)
            throws IOException, InterruptedException {
        this(
                directory,
                port,
                usage,
                serving,
                Auditing.off(InstantSource.system(), new SecureRandom()),
                List.of());
    }

    private TestingApiServer(
            Path directory,
            int port,
            List<UsageSource> usage,
            ServingSettings serving,
            Auditor auditor,
            List<CustomSubresource> subresources)
            throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        this.store = new InMemoryStore();
        this.pki =
                ClusterPki.open(
                        directory,
                        ServingNames.ofApiServer(
                                "localhost", List.of(), InetAddress.ofLiteral("10.96.0.1")),
                        InstantSource.system(),
                        random);
        this.server =
                new ApiServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        new ApiServer.Parts(
                                store,
                                pki,
                                AccessSettings.defaults().withStaticTokens(adminToken(random)),
                                AdmissionSettings.defaults(),
                                node -> Optional.empty(),
                                usage,
                                SilencedTopics.NONE,
                                (request, response, callback, target) ->
                                        callback.failed(
                                                new IOException("there is no node in this test")),
                                serving,
                                auditor,
                                Vitals.NONE,
                                subresources,
                                List.of(),
                                List.of(),
                                Runtime.getRuntime().maxMemory(),
                                InstantSource.system(),
                                random));
        server.start();
    }

    private static StaticTokens adminToken(SecureRandom random) {
        return new StaticTokens(
                Map.of(ADMIN_TOKEN, Identity.of("admin", Identity.MASTERS)), random);
    }

    /// A running server.
    ///
    /// @param directory keeps the certificates
    public static TestingApiServer start(Path directory) throws IOException, InterruptedException {
        return new TestingApiServer(directory, 0, List.of(), ServingSettings.defaults());
    }

    static TestingApiServer start(Path directory, int port)
            throws IOException, InterruptedException {
        return new TestingApiServer(directory, port, List.of(), ServingSettings.defaults());
    }

    static TestingApiServer start(Path directory, List<UsageSource> usage)
            throws IOException, InterruptedException {
        return new TestingApiServer(directory, 0, usage, ServingSettings.defaults());
    }

    /// A running server that treats requests otherwise.
    public static TestingApiServer start(Path directory, ServingSettings serving)
            throws IOException, InterruptedException {
        return new TestingApiServer(directory, 0, List.of(), serving);
    }

    /// @param auditor closed by the caller, after the server
    static TestingApiServer start(Path directory, Auditor auditor)
            throws IOException, InterruptedException {
        return start(directory, auditor, List.of());
    }

    /// @param auditor closed by the caller, after the server
    /// @param subresources of custom resources
    static TestingApiServer start(
            Path directory, Auditor auditor, List<CustomSubresource> subresources)
            throws IOException, InterruptedException {
        return new TestingApiServer(
                directory, 0, List.of(), ServingSettings.defaults(), auditor, subresources);
    }

    public URI uri() {
        return URI.create("https://127.0.0.1:" + server.port());
    }

    public Api api(Identity identity) {
        return server.api(identity, "test");
    }

    public ClusterPki pki() {
        return pki;
    }

    @Override
    public void close() throws IOException {
        server.close();
        store.close();
    }
}
