package dev.purser.server;

import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.discovery.Discovery;
import dev.purser.api.kind.builtin.Kinds;
import dev.purser.api.managed.ServerSideApply;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.openapi.OpenApi;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import dev.purser.api.table.Tables;
import dev.purser.client.Api;
import dev.purser.server.access.AccessControl;
import dev.purser.server.access.AccessSettings;
import dev.purser.server.admission.AdmissionChain;
import dev.purser.server.bootstrap.Bootstrap;
import dev.purser.server.discovery.DiscoveryDocuments;
import dev.purser.server.discovery.Documents;
import dev.purser.server.discovery.Health;
import dev.purser.server.discovery.OpenApiDocuments;
import dev.purser.server.discovery.Version;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Bodies;
import dev.purser.server.endpoint.Changes;
import dev.purser.server.endpoint.Endpoints;
import dev.purser.server.endpoint.NodeResolver;
import dev.purser.server.endpoint.PodConnections;
import dev.purser.server.endpoint.Subresources;
import dev.purser.server.media.Encoder;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServerTls;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.registry.FinalizeProjection;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.registry.PodBinding;
import dev.purser.server.registry.PodEviction;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ScaleProjection;
import dev.purser.server.registry.StoreObjectSource;
import dev.purser.server.request.Identity;
import dev.purser.server.wire.HttpServer;
import dev.purser.server.wire.Upgrader;
import dev.purser.store.CacheLimits;
import dev.purser.store.MultiVersionCache;
import dev.purser.store.RevisionCache;
import dev.purser.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The API server: everything from the socket to the store, put together.
///
/// Built once, started once, closed once. [#api] works from construction on, so what needs no
/// network can begin before the socket is open.
public final class ApiServer implements AutoCloseable {
    private final RevisionCache cache;
    private final AccessControl access;
    private final Endpoints endpoints;
    private final ObjectSource objects;
    private final HttpServer http;
    private volatile boolean ready;

    /// What a server is made of that is not its own.
    ///
    /// @param store closed by whoever opened it, after the server
    /// @param nodes finds the nodes that serve logs and streams of pods
    /// @param upgrader joins clients with interactive streams
    public record Parts(
            Store store,
            ClusterPki pki,
            AccessSettings access,
            NodeResolver nodes,
            Upgrader upgrader,
            InstantSource clock,
            SecureRandom random) {}

    /// A server that is not listening yet.
    ///
    /// @param address where to listen; port 0 takes a free one
    public ApiServer(InetSocketAddress address, Parts parts) {
        Catalog catalog = Catalog.load();
        Schemas schemas = Schemas.load();
        ObjectCodec codec = new ObjectCodec(schemas);
        ProtobufCodec protobuf = new ProtobufCodec(schemas);
        Kinds kinds = new Kinds(catalog, schemas);
        Resources resources = new Resources(catalog, schemas, kinds::rules);
        this.cache = MultiVersionCache.over(parts.store(), CacheLimits.standard(), parts.clock());
        this.objects = new StoreObjectSource(resources, parts.store(), cache);
        this.access =
                new AccessControl(
                        objects, parts.pki(), parts.access(), parts.clock(), parts.random());
        Registry registry =
                new Registry(
                        cache,
                        new AdmissionChain(access.plugins()),
                        codec,
                        schemas,
                        parts.clock(),
                        parts.random());
        Answers answers = new Answers(new Encoder(protobuf), new Tables(parts.clock()));
        this.endpoints =
                new Endpoints(
                        resources,
                        registry,
                        new Bodies(codec, protobuf),
                        new Changes(codec, schemas, new ServerSideApply(parts.clock())),
                        answers,
                        subresources(resources, registry, parts.clock()),
                        new PodConnections(
                                registry, access.authorizer(), parts.nodes(), parts.clock()),
                        parts.clock(),
                        parts.random());
        Documents documents =
                new Documents(
                        List.of(
                                new Health(List.of(new Health.Check("poststarthook", () -> ready))),
                                new Version(answers),
                                new OpenApiDocuments(
                                        new OpenApi(schemas, catalog, Version.KUBERNETES), answers),
                                new DiscoveryDocuments(
                                        new Discovery(catalog),
                                        answers,
                                        address.getHostString() + ":" + address.getPort())));
        Pipeline pipeline =
                new Pipeline(
                        access.authenticator(),
                        access.authorizer(),
                        endpoints.resource(),
                        documents,
                        answers);
        this.http =
                new HttpServer(
                        address,
                        ServerTls.context(parts.pki(), parts.random()),
                        pipeline,
                        parts.upgrader());
    }

    private Subresources subresources(Resources resources, Registry registry, InstantSource clock) {
        Map<GroupResource, PostHandler> posted = new HashMap<>();
        access.answeringResources()
                .forEach((resource, answering) -> posted.put(resource, handler(answering)));
        PodBinding binding = new PodBinding(resources, registry, clock);
        posted.put(new GroupResource("", "pods/binding"), binding);
        posted.put(new GroupResource("", "bindings"), binding);
        posted.put(new GroupResource("", "pods/eviction"), new PodEviction(registry));
        Map<GroupResource, Projection> projections = new HashMap<>();
        projections.put(new GroupResource("", "namespaces/finalize"), new FinalizeProjection());
        for (String workload : List.of("deployments", "replicasets", "statefulsets")) {
            projections.put(new GroupResource("apps", workload + "/scale"), new ScaleProjection());
        }
        return new Subresources(posted, projections);
    }

    private static PostHandler handler(AnsweringResource answering) {
        return (request, object) ->
                answering.answer(request.identity(), request.attributes(), object);
    }

    /// Makes the objects of the system and begins to listen; ready when it returns.
    ///
    /// @throws IOException if the address cannot be had
    public void start() throws IOException, InterruptedException {
        new Bootstrap(
                        api(Identity.of("system:apiserver", Identity.MASTERS), "kube-apiserver"),
                        objects)
                .run();
        http.start();
        ready = true;
    }

    /// The API in process.
    ///
    /// @param fieldManager who owns the fields that are written through it
    public Api api(Identity identity, String fieldManager) {
        return new InProcessApi(identity, fieldManager, access.authorizer(), endpoints);
    }

    /// The port that is listened on.
    public int port() {
        return http.port();
    }

    /// Ends watches, then connections. The store stays open.
    @Override
    public void close() throws IOException {
        ready = false;
        cache.close();
        http.close();
    }
}
