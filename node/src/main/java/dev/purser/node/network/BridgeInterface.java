package dev.purser.node.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The network interface of a bridge, which the CNI plugin makes with the first pod and leaves.
public final class BridgeInterface {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeInterface.class);

    private BridgeInterface() {}

    /// Removes the interface, if there is one.
    public static void remove(String name) throws InterruptedException {
        if (!Files.exists(Path.of("/sys/class/net", name))) {
            return;
        }
        try {
            Process process =
                    new ProcessBuilder("ip", "link", "delete", name)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor() != 0) {
                LOG.warn("The interface {} could not be removed", name);
            }
        } catch (IOException e) {
            LOG.warn("The interface {} could not be removed: {}", name, e.getMessage());
        }
    }
}
