package dev.purser.store.custody;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A disk whose process is killed at a chosen moment: from then on nothing works.
public final class CrashingFiles implements PrivateFiles {
    private final PrivateFiles disk = new DurableFiles();
    private final BooleanSupplier killed;

    /// @param killed asked before and after each change; true once the process is dead
    public CrashingFiles(BooleanSupplier killed) {
        this.killed = killed;
    }

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public void replace(Path file, byte[] content) throws IOException {
        live();
        disk.replace(file, content);
        live();
    }

    @Override
    public void remove(Path file) throws IOException {
        live();
        disk.remove(file);
        live();
    }

    private void live() throws IOException {
        if (killed.getAsBoolean()) {
            throw new IOException("killed");
        }
    }
}
