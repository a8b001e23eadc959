package dev.purser.app.serve;

import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.DefaultKeys;
import dev.purser.app.keys.Encryption;
import dev.purser.app.keys.SealedPki;
import dev.purser.client.Api;
import dev.purser.client.node.UsageSource;
import dev.purser.client.time.SystemTimers;
import dev.purser.controllers.ControllerSet;
import dev.purser.controllers.ControllerSettings;
import dev.purser.controllers.object.ComponentApis;
import dev.purser.external.definition.Ownership;
import dev.purser.external.definition.SystemRoles;
import dev.purser.external.provider.kubernetes.OwnCluster;
import dev.purser.external.push.NotificationEndpoint;
import dev.purser.node.report.HostAddress;
import dev.purser.node.serve.NodeServer;
import dev.purser.server.ApiServer;
import dev.purser.server.Vitals;
import dev.purser.server.access.AccessSettings;
import dev.purser.server.audit.Auditing;
import dev.purser.server.audit.Auditor;
import dev.purser.server.audit.PolicyException;
import dev.purser.server.authn.token.ServiceAccountNames;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.Kubeconfig;
import dev.purser.server.pki.PkiException;
import dev.purser.server.pki.RequestSigner;
import dev.purser.server.pki.ServerTls;
import dev.purser.server.pki.ServingNames;
import dev.purser.server.request.Identity;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.DurableFiles;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.stream.StreamProxy;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Purser. Closing it stops everything in the reverse order of its start, and leaves pods
/// running.
public final class Purser implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Purser.class);
    private static final InetAddress SERVICE_ADDRESS =
            InetAddress.ofLiteral(ServicePart.API_SERVER.address());
    private static final String LOOPBACK = "127.0.0.1";

    private final ServeSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final String advertised;
    private final Encryption encryption;
    private final ApiServer server;
    private final AtomicReference<@Nullable NodePart> node = new AtomicReference<>();
    private final AtomicReference<@Nullable ExternalPart> external = new AtomicReference<>();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private Purser(
            ServeSettings settings,
            ClusterPki pki,
            SealedData data,
            Auditor auditor,
            InstantSource clock,
            SecureRandom random) {
        this.settings = settings;
        this.advertised = hostAddress();
        this.clock = clock;
        this.random = random;
        this.encryption = data.encryption();
        running.push(data);
        running.push(auditor);
        this.server = new ApiServer(settings.address(), parts(data, pki, auditor));
        running.push(server);
        running.push(encryption);
    }

    /// Starts what the settings ask for; the API answers when it returns.
    ///
    /// @throws StartException when something cannot be had; whatever was started is stopped again
    public static Purser start(ServeSettings settings, InstantSource clock, SecureRandom random)
            throws StartException, InterruptedException {
        Auditor auditor = openAudit(settings, clock, random);
        StoreOpening opening = StoreOpening.begin(settings.directory());
        DefaultKeys keys = new KeyOpening(settings, opening, random).open();
        SealedPki sealed = new SealedPki(settings.directory(), keys, new DurableFiles(), random);
        ClusterPki pki = openPki(settings, opening, sealed, clock, random);
        SealedData data = SealedData.open(settings, opening, keys, sealed, clock, random);
        Purser purser = new Purser(settings, pki, data, auditor, clock, random);
        boolean started = false;
        try {
            purser.listen();
            purser.writeAccess(pki);
            purser.startControllers(pki);
            purser.startExternal(pki);
            purser.startNode(pki);
            purser.encryption.resume();
            started = true;
            return purser;
        } finally {
            if (!started) {
                purser.close();
            }
        }
    }

    private static ClusterPki openPki(
            ServeSettings settings,
            StoreOpening opening,
            SealedPki sealed,
            InstantSource clock,
            SecureRandom random)
            throws StartException, InterruptedException {
        try {
            sealed.settle();
            return ClusterPki.open(
                    settings.directory().pki(),
                    servingNames(settings),
                    clock,
                    random,
                    sealed.seal());
        } catch (PkiException | CustodyException e) {
            opening.abandon();
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Auditor openAudit(
            ServeSettings settings, InstantSource clock, SecureRandom random)
            throws StartException {
        try {
            return Auditing.open(settings.audit(), clock, random);
        } catch (PolicyException e) {
            throw new StartException(e.getMessage(), e);
        } catch (IOException e) {
            throw new StartException(
                    "cannot write the audit log: "
                            + e.getMessage()
                            + " (choose another with --audit-log-path, or none with an empty one)",
                    e);
        }
    }

    private ApiServer.Parts parts(SealedData data, ClusterPki pki, Auditor auditor) {
        return new ApiServer.Parts(
                data.store(),
                pki,
                new AccessSettings(settings.authentication(), settings.authorization()),
                settings.admission(),
                name -> node().filter(part -> part.name().equals(name)).map(NodePart::streams),
                usageSources(),
                settings.silenced(),
                new StreamProxy(),
                settings.serving(),
                auditor,
                vitals(data),
                settings.external().isEnabled()
                        ? RefreshSubresource.all(this::notifications)
                        : List.of(),
                List.of(
                        new EncryptionDocument(encryption),
                        new ExternalDocument(this::externalSecrets)),
                settings.external().isEnabled() ? SystemRoles.objects() : List.of(),
                Runtime.getRuntime().maxMemory(),
                clock,
                random);
    }

    private Vitals vitals(SealedData data) {
        List<MetricsSource> metrics = new ArrayList<>(data.vitals().metrics());
        metrics.add(text -> {
            ExternalPart part = external.get();
            if (part != null) {
                part.writeMetricsTo(text);
            }
        });
        return new Vitals(data.vitals().checks(), metrics);
    }

    /// The one node of full mode; the others have none to measure.
    private List<UsageSource> usageSources() {
        return settings.mode() == Instance.Mode.FULL
                ? List.of(() -> node().flatMap(part -> part.usage().usage()))
                : List.of();
    }

    /// Where others would reach this machine; loopback when it has no network.
    private static String hostAddress() {
        try {
            return HostAddress.find();
        } catch (IOException e) {
            LOG.warn("the machine's address cannot be found", e);
            return LOOPBACK;
        }
    }

    private static ServingNames servingNames(ServeSettings settings) {
        return ServingNames.ofApiServer(
                settings.hostName(), HostAddresses.ofThisMachine(), SERVICE_ADDRESS);
    }

    private void listen() throws StartException, InterruptedException {
        try {
            server.start();
            if (!advertised.equals(LOOPBACK)) {
                server.advertise(advertised);
            }
        } catch (IOException e) {
            throw new StartException(listenFailure(e), e);
        } catch (StatusException e) {
            throw new StartException("cannot write to the store: " + e.getMessage(), e);
        }
    }

    private String listenFailure(IOException e) {
        InetSocketAddress address = settings.address();
        return e instanceof BindException || e.getCause() instanceof BindException
                ? "port %d of %s is in use or may not be used: choose another with --port"
                        .formatted(address.getPort(), address.getHostString())
                : "cannot listen on port %d: %s".formatted(address.getPort(), e.getMessage());
    }

    private void writeAccess(ClusterPki pki) throws StartException {
        DataDirectory directory = settings.directory();
        SystemTimers timers = new SystemTimers(clock);
        running.push(timers);
        CertificateRenewal renewal =
                new CertificateRenewal(pki, timers, admin -> writeKubeconfig(pki, admin));
        running.push(renewal);
        renewal.start();
        String nodeName = settings.mode() == Instance.Mode.FULL ? settings.hostName() : "";
        try {
            new Instance(settings.mode(), address().toString(), nodeName).write(directory);
        } catch (IOException e) {
            throw new StartException(
                    "cannot write to " + directory.root() + ": " + e.getMessage(), e);
        }
    }

    private void writeKubeconfig(ClusterPki pki, CertifiedKey admin) {
        new Kubeconfig("purser", address(), pki.authorityPem(), admin)
                .writeTo(settings.directory().adminKubeconfig());
    }

    private void startControllers(ClusterPki pki) {
        if (settings.mode() == Instance.Mode.API_ONLY) {
            return;
        }
        SystemTimers timers = new SystemTimers(clock);
        running.push(timers);
        ControllerSettings controllerSettings =
                new ControllerSettings(
                        pki.authorityPem(),
                        new ClusterSigner(new RequestSigner(pki, clock, random)),
                        server.tokenIssuer()::issueFor,
                        servedResources(),
                        settings.hostName());
        ControllerSet controllers =
                new ControllerSet(this::componentApi, timers, random, controllerSettings);
        controllers.start();
        running.push(controllers);
    }

    /// The API for a part of the control plane, with the rights that the roles give its user.
    private Api componentApi(String user) {
        String manager =
                user.equals(ComponentApis.SCHEDULER) ? "kube-scheduler" : "kube-controller-manager";
        return server.api(OwnIdentities.component(user), manager);
    }

    /// Every built-in resource in every version, its group's preferred version first.
    private static List<ResourceType> servedResources() {
        return Catalog.load().groups().stream()
                .flatMap(group -> group.versions().stream())
                .flatMap(version -> version.resources().stream())
                .toList();
    }

    private void startExternal(ClusterPki pki) {
        if (settings.external().isEnabled()) {
            ExternalPart part =
                    ExternalPart.start(
                            settings.external(),
                            new ExternalPart.Surroundings(
                                    this::externalApi,
                                    new OwnCluster(this::address, pki.authorityPem()),
                                    clock),
                            random);
            running.push(part);
            external.set(part);
        }
    }

    private Optional<NotificationEndpoint> notifications() {
        return Optional.ofNullable(external.get()).flatMap(ExternalPart::notifications);
    }

    /// Who keeps the kinds of `external-secrets.io`; empty when Purser is not to.
    Optional<Ownership> externalSecrets() {
        return Optional.ofNullable(external.get()).map(ExternalPart::ownership);
    }

    /// Waits until it is known who keeps the kinds of `external-secrets.io`; returns whether it is,
    /// which it is from the start when Purser is not to.
    public boolean awaitExternalSecrets(Duration limit) throws InterruptedException {
        ExternalPart part = external.get();
        return part == null || part.awaitSettled(limit);
    }

    /// The API as what keeps the kinds of `external-secrets.io` has it.
    ///
    /// @param fieldManager who owns the fields that are written through it
    private Api externalApi(String fieldManager) {
        String user =
                ServiceAccountNames.PREFIX
                        + ComponentApis.NAMESPACE
                        + ":"
                        + SystemRoles.SERVICE_ACCOUNT;
        return server.api(OwnIdentities.component(user), fieldManager);
    }

    private void startNode(ClusterPki pki) throws StartException, InterruptedException {
        if (settings.mode() == Instance.Mode.FULL) {
            NodePart part = NodePart.start(settings, nodeApi(), nodeServing(pki), clock);
            running.push(part);
            node.set(part);
            startServices();
        }
    }

    /// What the node's own API shows in TLS.
    private NodeServer.Identity nodeServing(ClusterPki pki) {
        ServingNames names =
                ServingNames.ofNode(settings.hostName(), HostAddresses.ofThisMachine());
        return new NodeServer.Identity(
                ServerTls.shown(pki.nodeServing(settings.hostName(), names)),
                pki::authority,
                random);
    }

    private void startServices() throws InterruptedException {
        InetSocketAddress listening =
                new InetSocketAddress(settings.address().getAddress(), server.port());
        ServicePart.start(
                        NodePart.settingsOf(settings),
                        server.api(OwnIdentities.component(ServicePart.USER), "kube-proxy"),
                        listening,
                        advertised,
                        clock,
                        random)
                .ifPresent(running::push);
    }

    /// The API as a node has it: what the Node authorizer and NodeRestriction let it do.
    private Api nodeApi() {
        return server.api(OwnIdentities.node(settings.hostName()), "kubelet");
    }

    /// The node that runs here; there is one only in full mode.
    public Optional<NodePart> node() {
        return Optional.ofNullable(node.get());
    }

    /// The address of the API, for clients on this machine.
    public URI address() {
        String host = settings.address().getHostString();
        String name = settings.address().getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
        return URI.create(
                "https://%s:%d"
                        .formatted(name.contains(":") ? "[" + name + "]" : name, server.port()));
    }

    /// The API in process, with the rights of the cluster's administrator.
    public Api adminApi() {
        return server.api(
                Identity.of("kubernetes-admin", Identity.MASTERS, Identity.AUTHENTICATED),
                "purser");
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            closeOne(running.pop());
        }
    }

    /// One part's failure must not keep the others from being closed.
    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
        }
    }
}
