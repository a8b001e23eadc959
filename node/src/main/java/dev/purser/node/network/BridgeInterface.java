package dev.purser.node.network;

import dev.purser.node.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The network interface of a bridge. The CNI plugin makes it with the first pod unless it is
/// there, gives it its address, and leaves it.
public final class BridgeInterface {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeInterface.class);
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private final Commands commands;

    public BridgeInterface(Commands commands) {
        this.commands = commands;
    }

    /// Makes the interface, if there is none, so that the kernel's settings for it can be made.
    ///
    /// @throws IOException when the system refuses
    public void ensure(String name) throws IOException, InterruptedException {
        if (Files.exists(INTERFACES.resolve(name))) {
            return;
        }
        var result = commands.run(List.of("ip", "link", "add", name, "type", "bridge"), "");
        if (!result.isSuccess() && !Files.exists(INTERFACES.resolve(name))) {
            throw new IOException("the bridge cannot be made: " + result.output().strip());
        }
    }

    /// Removes the interface, if there is one, and those of pods that are still on it.
    public void remove(String name) throws InterruptedException {
        Path bridge = INTERFACES.resolve(name);
        if (!Files.exists(bridge)) {
            return;
        }
        for (String each : ports(bridge.resolve("brif"))) {
            delete(each);
        }
        delete(name);
    }

    private static List<String> ports(Path directory) {
        try (Stream<Path> ports = Files.list(directory)) {
            return ports.map(each -> each.getFileName().toString()).toList();
        } catch (IOException e) {
            LOG.debug("{} is no bridge", directory, e);
            return List.of();
        }
    }

    /// An interface may go by itself meanwhile, as those of pods do with their network.
    private void delete(String name) throws InterruptedException {
        try {
            var result = commands.run(List.of("ip", "link", "delete", name), "");
            if (!result.isSuccess() && Files.exists(INTERFACES.resolve(name))) {
                LOG.warn(
                        "The interface {} could not be removed: {}", name, result.output().strip());
            }
        } catch (IOException e) {
            LOG.warn("The interface {} could not be removed: {}", name, e.getMessage());
        }
    }
}
