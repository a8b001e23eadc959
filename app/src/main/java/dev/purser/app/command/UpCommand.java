package dev.purser.app.command;

import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.DownOrder;
import dev.purser.app.data.Instance;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.host.MachineState;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.serve.ExternalSettings;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.serve.StartException;
import dev.purser.app.terminal.Terminal;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.server.ServingSettings;
import dev.purser.server.access.AuthenticationSettings;
import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.advice.SilencedTopics;
import dev.purser.server.audit.AuditSettings;
import dev.purser.server.authz.AuthorizationMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `purser up`: starts, becomes ready, and serves until it is told to stop.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start Purser; returns when the API server and the node are ready.")
final class UpCommand implements Callable<Integer> {
    private static final int PORT_MAX = 65535;

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Mixin private final CustodyOptions custody = new CustodyOptions();
    @Mixin private final AuditOptions audit = new AuditOptions();
    @Mixin private final EncryptionOptions encryption = new EncryptionOptions();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "6443",
            description =
                    "the API server's port, 0 for any that is free (default: ${DEFAULT-VALUE})")
    private int port = 6443;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "the address to listen on (default: ${DEFAULT-VALUE})")
    private String listen = "127.0.0.1";

    @Mixin private final ServingOptions serving = new ServingOptions();

    @Option(
            names = "--no-node",
            description = "no node: API server, controllers and scheduler; needs no root")
    private boolean withoutNode;

    @Option(
            names = "--api-only",
            description = "the API server alone, as tests want it; needs no root")
    private boolean apiOnly;

    @Option(
            names = "--foreground",
            description = "stay in the foreground, and log to the standard error stream")
    private boolean foreground;

    @Option(
            names = "--merge-kubeconfig",
            description =
                    "add this Purser to the user's own kubeconfig, and make it the current context")
    private boolean mergeKubeconfig;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            description = "apply these manifests, and wait until they are rolled out")
    private @Nullable Path manifests;

    @Mixin private final NodeOptions node = new NodeOptions();

    @Mixin private final ExternalOptions external = new ExternalOptions();

    @Mixin private final AdmissionOptions admission = new AdmissionOptions();

    @Mixin private final WarningOptions warnings = new WarningOptions();

    @Mixin private final AuthenticationOptions authentication = new AuthenticationOptions();

    @Mixin private final AuthorizationOptions authorization = new AuthorizationOptions();

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instance.Mode mode = mode();
        DataDirectory directory = dataDirectory.directory();
        Preparation preparation = new Preparation(terminal, directory, mode);
        preparation.shieldProcess();
        preparation.checkUser();
        InetSocketAddress address = address();
        preparation.checkAddress(address);
        SilencedTopics silenced = warnings.silenced();
        AuthenticationSettings known =
                authentication.settings(mode, Clock.systemUTC(), new SecureRandom());
        List<AuthorizationMode> modes = authorization.modes(mode);
        AdmissionSettings admissionSettings = admission.settings();
        KubeletConfiguration kubelet = node.kubelet();
        ExternalSettings externalSettings = external.settings(mode, System.getenv());
        CustodySettings keys = custody.settings(System.getenv());
        AuditSettings auditSettings = audit.settings(directory, terminal);
        ServingSettings treatment = serving.settings(ConnectionBudget.openFiles());
        List<KubeObject> objects =
                manifests == null ? List.of() : UpManifests.read(manifests, mode);
        preparation.makeDirectory();
        try (InstanceLock _ = preparation.lock()) {
            preparation.installMissing();
            if (foreground) {
                LogFile.useStandardError();
            } else {
                LogFile.use(directory);
            }
            DownOrder.clear(directory);
            serve(
                    new ServeSettings(
                            directory,
                            mode,
                            address,
                            hostName(),
                            silenced,
                            known,
                            modes,
                            keys,
                            treatment,
                            auditSettings,
                            admissionSettings,
                            encryption.settings(),
                            kubelet,
                            externalSettings),
                    objects);
        }
        return 0;
    }

    private void serve(ServeSettings settings, List<KubeObject> objects)
            throws IOException, InterruptedException {
        NodeCleaning node = new NodeCleaning(terminal, settings.directory());
        boolean ranBefore = node.isRunning();
        boolean isUp = false;
        try (StopOrder order = StopOrder.listen()) {
            try (Purser purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom())) {
                OptionalInt exitCode = welcome(order, settings, purser, objects);
                isUp = exitCode.isPresent();
                if (isUp && System.getenv("PURSER_DETACH") != null && !foreground) {
                    terminal.detach(exitCode.getAsInt());
                }
                order.await();
                if (isUp) {
                    new Farewell(settings, MachineState.ofSystemd(), Clock.systemUTC()).run(purser);
                }
            } catch (StartException e) {
                throw new CommandFailure(
                        e.getMessage() == null ? "cannot start" : e.getMessage(), e);
            } finally {
                if (!isUp && !ranBefore && settings.mode() == Instance.Mode.FULL) {
                    node.removeWhatBegan(settings.hostName());
                }
            }
        }
    }

    /// A start that is broken off by a signal is none.
    private OptionalInt welcome(
            StopOrder order, ServeSettings settings, Purser purser, List<KubeObject> objects)
            throws IOException {
        order.interruptMe();
        try {
            int exitCode = welcome(settings, purser, objects);
            return order.isGiven() ? OptionalInt.empty() : OptionalInt.of(exitCode);
        } catch (InterruptedException e) {
            terminal.error("broken off");
            return OptionalInt.empty();
        } finally {
            order.leaveMe();
        }
    }

    /// What goes wrong from here on is told, but does not end a server that is up.
    private int welcome(ServeSettings settings, Purser purser, List<KubeObject> objects)
            throws IOException, InterruptedException {
        try {
            new Welcome(terminal, settings, purser).show(objects, manifests);
            if (mergeKubeconfig) {
                terminal.done(UserKubeconfig.merge(settings.directory(), System.getenv()));
            }
            return 0;
        } catch (CommandFailure e) {
            terminal.error(e.getMessage() + " (Purser is up all the same)");
            return e.exitCode();
        }
    }

    private Instance.Mode mode() {
        if (apiOnly) {
            return Instance.Mode.API_ONLY;
        }
        return withoutNode ? Instance.Mode.NO_NODE : Instance.Mode.FULL;
    }

    private InetSocketAddress address() {
        if (port < 0 || port > PORT_MAX) {
            throw new CommandFailure("--port is a number from 0 to " + PORT_MAX + ", not " + port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(listen), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure("--listen: there is no address " + listen, e);
        }
    }

    private static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname"))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
