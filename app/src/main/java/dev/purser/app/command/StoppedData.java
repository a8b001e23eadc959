package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.serve.SealedData;
import dev.purser.app.serve.ServeSettings;
import dev.purser.app.serve.StartException;
import dev.purser.encryption.live.EncryptionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// The data of a Purser that does not run, held against a start meanwhile.
final class StoppedData implements AutoCloseable {
    private final InstanceLock lock;
    private final SealedData data;

    private StoppedData(InstanceLock lock, SealedData data) {
        this.lock = lock;
        this.data = data;
    }

    /// Empty when Purser runs.
    ///
    /// @throws CommandFailure if the data cannot be opened, for want of the keys for one
    static Optional<StoppedData> open(
            DataDirectory directory, CustodySettings custody, EncryptionSettings encryption)
            throws IOException, InterruptedException {
        if (!Files.exists(directory.store())) {
            throw new CommandFailure(
                    "there is no data of a Purser in " + directory.root() + "; nothing was done");
        }
        Optional<InstanceLock> lock = InstanceLock.tryAcquire(directory);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        boolean opened = false;
        try {
            directory.create();
            SealedData data =
                    SealedData.open(
                            settings(directory, custody, encryption),
                            Clock.systemUTC(),
                            new SecureRandom());
            opened = true;
            return Optional.of(new StoppedData(lock.get(), data));
        } catch (StartException e) {
            throw new CommandFailure(e.getMessage() == null ? "cannot open" : e.getMessage(), e);
        } finally {
            if (!opened) {
                lock.get().close();
            }
        }
    }

    private static ServeSettings settings(
            DataDirectory directory, CustodySettings custody, EncryptionSettings encryption) {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new ServeSettings(directory, Instance.Mode.API_ONLY, nowhere, "localhost")
                .withCustody(custody)
                .withEncryption(encryption);
    }

    SealedData data() {
        return data;
    }

    @Override
    public void close() throws IOException {
        try {
            data.close();
        } finally {
            lock.close();
        }
    }
}
