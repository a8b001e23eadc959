package dev.purser.app.command;

import dev.purser.encryption.live.EncryptionSettings;
import dev.purser.encryption.live.EncryptionSettings.Reload;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about what is encrypted in the store, under kube-apiserver's names.
final class EncryptionOptions {
    @Option(
            names = "--encryption-provider-config",
            paramLabel = "FILE",
            description =
                    "what is encrypted in the store, and how (apiserver.config.k8s.io/v1"
                            + " EncryptionConfiguration; default: Secrets, with keys of Purser's"
                            + " own)")
    private @Nullable Path file;

    @Option(
            names = "--encryption-provider-config-automatic-reload",
            arity = "0..1",
            paramLabel = "BOOL",
            defaultValue = "true",
            fallbackValue = "true",
            description = "use that file as soon as it changes (default: ${DEFAULT-VALUE})")
    private boolean reload = true;

    EncryptionSettings settings() {
        return new EncryptionSettings(
                Optional.ofNullable(file).map(Path::toAbsolutePath),
                reload ? Reload.AUTOMATIC : Reload.AT_START);
    }
}
