package dev.purser.server;

import dev.purser.api.discovery.Discovery;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ApiGroup;
import dev.purser.client.Api;
import dev.purser.client.node.UsageSource;
import dev.purser.client.time.SystemTimers;
import dev.purser.server.access.AccessControl;
import dev.purser.server.access.AccessSettings;
import dev.purser.server.access.SecretTokenDating;
import dev.purser.server.access.ServiceAccountSettings;
import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.advice.SilencedTopics;
import dev.purser.server.audit.Auditor;
import dev.purser.server.audit.WatchedSecrets;
import dev.purser.server.authn.token.TokenIssuer;
import dev.purser.server.bootstrap.Bootstrap;
import dev.purser.server.bootstrap.FlowControlObjects;
import dev.purser.server.bootstrap.FlowControlUpkeep;
import dev.purser.server.bootstrap.KubernetesEndpoints;
import dev.purser.server.bootstrap.KubernetesService;
import dev.purser.server.bootstrap.ServiceRange;
import dev.purser.server.custom.DefinitionWorker;
import dev.purser.server.custom.Definitions;
import dev.purser.server.custom.InstanceDeletion;
import dev.purser.server.discovery.DiscoveryDocuments;
import dev.purser.server.discovery.Documents;
import dev.purser.server.discovery.Health;
import dev.purser.server.discovery.Health.Check;
import dev.purser.server.discovery.Health.Phase;
import dev.purser.server.discovery.IssuerDocuments;
import dev.purser.server.discovery.LiveOpenApi;
import dev.purser.server.discovery.OpenApiDocuments;
import dev.purser.server.discovery.Version;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.ApiExtension;
import dev.purser.server.endpoint.CustomSubresource;
import dev.purser.server.endpoint.Endpoints;
import dev.purser.server.endpoint.NodeResolver;
import dev.purser.server.flow.FlowControl;
import dev.purser.server.flow.FlowGate;
import dev.purser.server.flow.FlowSettings;
import dev.purser.server.measure.CountedMetrics;
import dev.purser.server.measure.MetricsDocument;
import dev.purser.server.measure.RequestMetrics;
import dev.purser.server.measure.RequestSort;
import dev.purser.server.meter.Counters;
import dev.purser.server.metrics.MetricsApi;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServerTls;
import dev.purser.server.registry.StoreObjectSource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestTimeout;
import dev.purser.server.service.ServiceAllocation;
import dev.purser.store.CacheLimits;
import dev.purser.store.HistoryCompaction;
import dev.purser.store.MultiVersionCache;
import dev.purser.store.RevisionCache;
import dev.purser.store.Store;
import dev.purser.wire.http.HttpServer;
import dev.purser.wire.http.Upgrader;
import dev.purser.wire.metrics.MetricsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The API server: everything from the socket to the store, put together.
///
/// Built once, started once, closed once. [#api] works from construction on, so what needs no
/// network can begin before the socket is open.
public final class ApiServer implements AutoCloseable {
    private static final Duration COMPACTION_INTERVAL = Duration.ofMinutes(1);
    private static final Identity SYSTEM = Identity.of("system:apiserver", Identity.MASTERS);

    private final RevisionCache cache;
    private final HistoryCompaction compaction;
    private final ObjectSource objects;
    private final AccessControl access;
    private final ServiceAllocation services;
    private final Endpoints endpoints;
    private final DefinitionWorker definitions;
    private final RequestMetrics requests;
    private final Counters counters = new Counters();
    private final List<ApiExtension> extensions;
    private final List<KubeObject> moreObjects;
    private final HttpServer http;
    private final Auditor auditor;
    private final Vitals vitals;
    private final InstantSource clock;
    private final SystemTimers timers;
    private final FlowControlUpkeep flowObjects;
    private volatile boolean ready;

    /// What a server is made of that is not its own.
    ///
    /// @param store closed by whoever opened it, after the server
    /// @param nodes finds the nodes that serve logs and streams of pods
    /// @param usage what measures each node; without any there is no `metrics.k8s.io`
    /// @param silenced what people are never warned of
    /// @param upgrader joins clients with interactive streams
    /// @param serving how requests are treated
    /// @param auditor closed by whoever opened it, after the server
    /// @param vitals what else `/healthz` and `/metrics` show
    /// @param subresources of custom resources, answered by other parts of the process
    /// @param documents what is served beside resources and the documents of Kubernetes
    /// @param objects made at the start beside those of every cluster, such as roles
    /// @param memory all that the process may use, in bytes; how much is remembered of the past is
    ///   a part of it
    public record Parts(
            Store store,
            ClusterPki pki,
            AccessSettings access,
            AdmissionSettings admission,
            NodeResolver nodes,
            List<UsageSource> usage,
            SilencedTopics silenced,
            Upgrader upgrader,
            ServingSettings serving,
            Auditor auditor,
            Vitals vitals,
            List<CustomSubresource> subresources,
            List<Documents.Document> documents,
            List<KubeObject> objects,
            long memory,
            InstantSource clock,
            SecureRandom random) {}

    /// A server that is not listening yet.
    ///
    /// @param address where to listen; port 0 takes a free one
    public ApiServer(InetSocketAddress address, Parts parts) {
        ApiModel model = ApiModel.load(parts.clock());
        this.clock = parts.clock();
        this.timers = new SystemTimers(clock);
        this.auditor = parts.auditor();
        this.vitals = parts.vitals();
        this.cache =
                MultiVersionCache.over(
                        parts.store(), CacheLimits.standard(parts.memory()), parts.clock());
        this.compaction = HistoryCompaction.start(parts.store(), cache, COMPACTION_INTERVAL);
        this.objects = new StoreObjectSource(model.resources(), parts.store(), cache);
        this.access =
                new AccessControl(
                        objects,
                        parts.pki(),
                        parts.access(),
                        new SecretTokenDating(() -> api(SYSTEM, "apiserver"), parts.clock()),
                        parts.clock(),
                        parts.random());
        this.services = new ServiceAllocation(model.resources(), objects, parts.random());
        this.endpoints =
                model.endpoints(
                        new ApiModel.Storage(
                                cache, objects, counters, () -> api(SYSTEM, "apiserver")),
                        access,
                        services,
                        parts);
        Definitions definitions =
                Definitions.follow(
                        objects,
                        model.resources(),
                        model.engine(),
                        parts.subresources().stream()
                                .collect(
                                        Collectors.groupingBy(
                                                CustomSubresource::resource,
                                                Collectors.mapping(
                                                        CustomSubresource::subresource,
                                                        Collectors.toList()))));
        this.definitions =
                new DefinitionWorker(
                        definitions,
                        api(SYSTEM, "apiserver"),
                        new InstanceDeletion(endpoints.registry(), SYSTEM),
                        parts.clock());
        this.requests = new RequestMetrics(request -> RequestSort.of(request, model.resources()));
        this.extensions = extensions(model, parts);
        this.moreObjects = parts.objects();
        this.flowObjects =
                new FlowControlUpkeep(
                        new FlowControlObjects(
                                api(SYSTEM, FlowControlObjects.PRODUCER),
                                api(SYSTEM, FlowControlObjects.CONSUMER),
                                objects,
                                clock),
                        timers);
        Optional<FlowControl> flow = flowControl(model, parts.serving().flow());
        Pipeline pipeline =
                new Pipeline(
                        access.authentication(),
                        new FlowGate(flow, parts.serving().limits().requestTime()),
                        access.authorizer(),
                        endpoints.resource(extensions, auditor),
                        documents(model, parts, flow, address),
                        endpoints.answers(),
                        auditor);
        this.http =
                new HttpServer(
                        address,
                        wire(parts),
                        requests.counting(pipeline),
                        parts.upgrader(),
                        parts.random());
    }

    private static HttpServer.Settings wire(Parts parts) {
        ServingSettings serving = parts.serving();
        return new HttpServer.Settings(
                ServerTls.context(parts.pki(), serving.tls(), parts.random()),
                serving.tls().protocols(),
                serving.tls().allCipherSuites(),
                serving.limits(),
                RequestTimeout::limit,
                String.join(";", serving.transportSecurity()));
    }

    private List<ApiExtension> extensions(ApiModel model, Parts parts) {
        return parts.usage().isEmpty()
                ? List.of()
                : List.of(
                        new MetricsApi(
                                parts.usage(),
                                model.resources(),
                                endpoints.registry(),
                                endpoints.answers(),
                                parts.clock()));
    }

    private Optional<FlowControl> flowControl(ApiModel model, FlowSettings settings) {
        return switch (settings.mode()) {
            case OFF -> Optional.empty();
            case FAIR ->
                    Optional.of(
                            new FlowControl(
                                    objects,
                                    settings.seats(),
                                    new FlowControl.Surroundings(
                                            asked -> stored(model, asked),
                                            timers,
                                            System::nanoTime,
                                            wideAtOnce())));
        };
    }

    /// One processor is left to narrow requests, if there is more than one.
    private static int wideAtOnce() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    private long stored(ApiModel model, Attributes asked) {
        return model.resources()
                .find(new GroupVersionResource(asked.group(), asked.version(), asked.resource()))
                .map(endpoints.registry()::count)
                .orElse(0L);
    }

    private Documents documents(
            ApiModel model, Parts parts, Optional<FlowControl> flow, InetSocketAddress address) {
        List<MetricsSource> metrics = new ArrayList<>();
        metrics.add(requests);
        metrics.add(new CountedMetrics(counters));
        metrics.add(new CountedMetrics(auditor.counters()));
        flow.ifPresent(control -> metrics.add(control.metrics()));
        metrics.addAll(vitals.metrics());
        Answers answers = endpoints.answers();
        LiveOpenApi openApi = new LiveOpenApi(model.resources(), Version.RELEASE);
        String host = address.getHostString() + ":" + address.getPort();
        List<Documents.Document> documents = new ArrayList<>(parts.documents());
        documents.addAll(
                List.of(
                        health(vitals.checks()),
                        new MetricsDocument(
                                metrics,
                                model.resources(),
                                endpoints.registry(),
                                Version.KUBERNETES),
                        new Version(answers),
                        issuer(parts.access().authentication().serviceAccounts(), address),
                        new OpenApiDocuments(openApi, answers),
                        new DiscoveryDocuments(discovery(model), answers, host)));
        return new Documents(documents);
    }

    private IssuerDocuments issuer(ServiceAccountSettings accounts, InetSocketAddress address) {
        return new IssuerDocuments(
                access.tokenKeys(),
                accounts.issuer(),
                () ->
                        accounts.jwksUri()
                                .orElseGet(() ->
                                        IssuerDocuments.keysUri(
                                                address.getHostString() + ":" + port())));
    }

    private Discovery discovery(ApiModel model) {
        List<ApiGroup> groups = extensions.stream().map(ApiExtension::group).toList();
        return new Discovery(() -> model.resources().catalog().with(groups));
    }

    /// The names that Kubernetes has for what is looked at; the store takes the place of etcd.
    private Health health(List<Check> others) {
        List<Check> checks = new ArrayList<>(ownChecks());
        checks.addAll(others);
        return new Health(checks);
    }

    private List<Check> ownChecks() {
        return List.of(
                Check.of("log", Phase.ALWAYS, () -> true),
                Check.of("etcd", Phase.ALWAYS, () -> cache.revision() >= 0),
                Check.of("etcd-readiness", Phase.READINESS, () -> cache.revision() >= 0),
                Check.of("informer-sync", Phase.READINESS, () -> ready),
                Check.of(
                        "poststarthook/start-system-namespaces-controller",
                        Phase.ALWAYS,
                        () -> ready),
                Check.of("poststarthook/rbac/bootstrap-roles", Phase.ALWAYS, () -> ready),
                Check.of(
                        "poststarthook/scheduling/bootstrap-system-priority-classes",
                        Phase.ALWAYS,
                        () -> ready),
                Check.of("poststarthook/bootstrap-controller", Phase.ALWAYS, () -> ready),
                Check.of("shutdown", Phase.READINESS, () -> ready));
    }

    /// Makes the objects of the system and begins to listen; ready when it returns.
    ///
    /// @throws IOException if the address cannot be had
    public void start() throws IOException, InterruptedException {
        Api system = api(SYSTEM, "kube-apiserver");
        List<KubeObject> more = new ArrayList<>(moreObjects);
        extensions.forEach(extension -> more.addAll(extension.systemObjects()));
        new Bootstrap(system, objects, more).run();
        flowObjects.start(objects);
        new ServiceRange(system, objects, clock)
                .ensure(api(SYSTEM, ServiceRange.STATUS_MANAGER), services.missingAddresses());
        definitions.start();
        http.start();
        new KubernetesService(system, objects).ensure(http.port());
        // No client can have seen anything older: what it knows of before is not continued.
        cache.forgetHistory();
        ready = true;
    }

    /// Says in the endpoints of the Service `kubernetes` where this server is reached. Called after
    /// [#start].
    ///
    /// @param address an IPv4 address that is not loopback
    public void advertise(String address) {
        new KubernetesEndpoints(api(SYSTEM, "kube-apiserver"), objects)
                .ensure(address, http.port());
    }

    /// The API in process.
    ///
    /// @param fieldManager who owns the fields that are written through it
    public Api api(Identity identity, String fieldManager) {
        return new AuditedApi(
                auditor,
                identity,
                fieldManager,
                audit ->
                        new InProcessApi(
                                new InProcessApi.Program(
                                        identity,
                                        fieldManager,
                                        new WatchedSecrets(auditor, identity, fieldManager)),
                                access.authorizer(),
                                endpoints,
                                audit));
    }

    /// Makes the tokens of service accounts.
    public TokenIssuer tokenIssuer() {
        return access.issuer();
    }

    /// The port that is listened on.
    public int port() {
        return http.port();
    }

    /// Ends watches, then connections. The store stays open.
    @Override
    public void close() throws IOException {
        ready = false;
        definitions.close();
        flowObjects.close();
        timers.close();
        compaction.close();
        cache.close();
        http.close();
    }
}
