package dev.purser.encryption.kms;

import java.time.Duration;
import java.time.InstantSource;

/// A plugin whose calls are measured.
record ObservedPlugin(KmsPlugin plugin, String name, KmsObserver observer, InstantSource clock)
        implements KmsPlugin {
    /// One call of the plugin.
    @FunctionalInterface
    private interface Call<T> {
        T run() throws KmsException;
    }

    @Override
    public Status status() throws KmsException {
        return measured("Status", plugin::status);
    }

    @Override
    public WrappedKey encrypt(byte[] plain, String uid) throws KmsException {
        return measured("Encrypt", () -> plugin.encrypt(plain, uid));
    }

    @Override
    public byte[] decrypt(WrappedKey wrapped, String uid) throws KmsException {
        return measured("Decrypt", () -> plugin.decrypt(wrapped, uid));
    }

    @Override
    public void close() {
        plugin.close();
    }

    private <T> T measured(String method, Call<T> call) throws KmsException {
        var begin = clock.instant();
        String code = "OK";
        try {
            return call.run();
        } catch (KmsException e) {
            code = e.code();
            throw e;
        } finally {
            Duration took = Duration.between(begin, clock.instant());
            observer.called(name, "/v2.KeyManagementService/" + method, code, took);
        }
    }
}
