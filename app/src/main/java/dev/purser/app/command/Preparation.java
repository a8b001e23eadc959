package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.data.PrivateFiles;
import dev.purser.app.host.Prerequisites;
import dev.purser.app.host.ProcessShield;
import dev.purser.app.host.Requirement;
import dev.purser.app.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What must be so before Purser can start. Each step either holds when it returns, or fails with a
/// line for the user.
final class Preparation {
    private final Terminal terminal;
    private final DataDirectory directory;
    private final Instance.Mode mode;

    Preparation(Terminal terminal, DataDirectory directory, Instance.Mode mode) {
        this.terminal = terminal;
        this.directory = directory;
        this.mode = mode;
    }

    /// Only root can run a node.
    void checkUser() {
        if (mode == Instance.Mode.FULL && !isRoot()) {
            throw new CommandFailure(
                    "a node needs root: run this as root, or with --no-node or --api-only"
                            + " and a --data-dir of your own");
        }
    }

    /// By the process' status: the owner of its directory is another once the process is shielded.
    static boolean isRoot() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// Keeps others out of this process, and tells when that cannot be done.
    void shieldProcess() {
        if (!ProcessShield.raise()) {
            terminal.warning("this machine does not keep others from reading Purser's memory");
        }
    }

    /// Tells when the API can be reached from other machines.
    void checkAddress(InetSocketAddress address) {
        if (!address.getAddress().isLoopbackAddress()) {
            terminal.warning(
                    "the API listens on %s, for everybody who can reach this machine"
                            .formatted(address.getAddress().getHostAddress()));
        }
    }

    void makeDirectory() {
        try {
            directory.create();
            for (Path path : PrivateFiles.tighten(directory)) {
                terminal.warning(
                        path
                                + " could be used by others; now only its owner can."
                                + " If they may have read it, renew what is in it");
            }
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "%s cannot be written by this user: name another --data-dir"
                            .formatted(e.getFile()),
                    e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot make the data directory %s (%s)".formatted(directory.root(), e), e);
        }
    }

    InstanceLock lock() throws IOException {
        return InstanceLock.tryAcquire(directory).orElseThrow(this::alreadyRunning);
    }

    private CommandFailure alreadyRunning() {
        try {
            OptionalLong holder = InstanceLock.holder(directory);
            return new CommandFailure(
                    "a Purser already runs on %s (process %s): see ./purser status, end it with ./purser down"
                            .formatted(
                                    directory.root(),
                                    holder.isPresent() ? holder.getAsLong() : "unknown"));
        } catch (IOException e) {
            return new CommandFailure("a Purser already runs on " + directory.root(), e);
        }
    }

    /// Installs what a node needs and the machine lacks.
    void installMissing() throws InterruptedException {
        if (mode != Instance.Mode.FULL) {
            return;
        }
        String path = System.getenv().getOrDefault("PATH", "");
        Prerequisites prerequisites = new Prerequisites(path);
        List<Requirement> missing = prerequisites.missing(Requirement.ofNode());
        if (missing.isEmpty()) {
            return;
        }
        terminal.step(
                "Installing "
                        + String.join(", ", missing.stream().map(Requirement::name).toList()));
        try {
            prerequisites.install(missing, terminal::step);
        } catch (IOException e) {
            throw new CommandFailure("cannot install what a node needs: " + e.getMessage(), e);
        }
        List<Requirement> still = prerequisites.missing(Requirement.ofNode());
        if (!still.isEmpty()) {
            throw new CommandFailure(
                    "still missing after the installation: "
                            + String.join(", ", still.stream().map(Requirement::name).toList()));
        }
        terminal.done("Installed what a node needs");
    }
}
