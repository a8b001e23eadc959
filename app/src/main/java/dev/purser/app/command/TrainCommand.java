package dev.purser.app.command;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.terminal.Terminal;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// `purser train`: a short life of a server, run once by the build under `-XX:AOTCacheOutput`, so
/// that the classes that a start needs are in the ahead-of-time cache (JEP 514).
@Command(
        name = "train",
        hidden = true,
        description = "Run a server for a moment, to record what a start needs.")
final class TrainCommand implements Callable<Integer> {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");

    private static final Duration KINDS_MAX = Duration.ofSeconds(20);

    private final Terminal terminal;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Path root = Files.createTempDirectory("purser-train");
        try {
            DataDirectory directory = new DataDirectory(root);
            directory.create();
            LogFile.use(directory);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            ServeSettings settings =
                    new ServeSettings(directory, Instance.Mode.NO_NODE, address, "train")
                            .withCustody(CustodySettings.inDirectory(root.resolve("train-keys")))
                            .withAudit(new AuditOptions().settings(directory, terminal));
            try (Purser purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom())) {
                exercise(purser.adminApi());
                var _ = purser.awaitExternalSecrets(KINDS_MAX);
            }
            terminal.done("trained");
            return 0;
        } finally {
            remove(root);
        }
    }

    private static void exercise(Api api) {
        KubeObject secret =
                KubeObject.named(new GroupVersionKind("", "v1", "Secret"), "default", "train");
        secret.json().putObject("stringData").put("key", "value");
        KubeObject created = api.create(SECRETS, secret);
        api.get(SECRETS, "default", "train");
        created.metadata().putObject("labels").put("trained", "yes");
        api.update(SECRETS, created);
        api.list(SECRETS, "default", ListOptions.all());
        api.delete(new ObjectRef(SECRETS, "default", "train"), DeleteOptions.defaults());
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
