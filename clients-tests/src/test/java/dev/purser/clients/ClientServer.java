package dev.purser.clients;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.serve.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The server of one test class: one with controllers in this process, or the one of the property
/// `purser.kubeconfig`.
final class ClientServer implements AutoCloseable {
    static final String PROPERTY = "purser.kubeconfig";

    private final AtomicInteger count = new AtomicInteger();
    private final Path kubeconfig;
    private final @Nullable Purser purser;

    private ClientServer(Path kubeconfig, @Nullable Purser purser) {
        this.kubeconfig = kubeconfig;
        this.purser = purser;
    }

    /// @param directory for the data, and the keys beside it
    static ClientServer start(Path directory)
            throws IOException, StartException, InterruptedException {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return new ClientServer(Path.of(given), null);
        }
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        data.create();
        ServeSettings settings =
                new ServeSettings(
                        data,
                        Instance.Mode.NO_NODE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "localhost");
        Purser purser = Purser.start(settings, Clock.systemUTC(), new SecureRandom());
        return new ClientServer(data.adminKubeconfig(), purser);
    }

    /// The kubeconfig of its administrator.
    Path kubeconfig() {
        return kubeconfig;
    }

    /// A name for a namespace that no other test has.
    String freshNamespace(String client) {
        return "%s-%d-%d".formatted(client, ProcessHandle.current().pid(), count.incrementAndGet());
    }

    @Override
    public void close() {
        if (purser != null) {
            purser.close();
        }
    }
}
