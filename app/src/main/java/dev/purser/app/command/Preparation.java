package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.host.Prerequisites;
import dev.purser.app.host.Requirement;
import dev.purser.app.terminal.Terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

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

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    void makeDirectory() {
        try {
            directory.create();
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
