package dev.purser.app.command;

import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.configuration.AdmissionConfiguration;
import dev.purser.server.admission.configuration.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about admission, named as kube-apiserver's.
final class AdmissionOptions {
    @Option(
            names = "--enable-admission-plugins",
            paramLabel = "NAME",
            split = ",",
            description = "admission plugins that work besides the usual ones")
    private List<String> enabled = new ArrayList<>();

    @Option(
            names = "--disable-admission-plugins",
            paramLabel = "NAME",
            split = ",",
            description = "admission plugins that usually work and are not to")
    private List<String> disabled = new ArrayList<>();

    @Option(
            names = "--admission-control-config-file",
            paramLabel = "FILE",
            description = "an AdmissionConfiguration with the settings of admission plugins")
    private @Nullable Path file;

    /// @throws CommandFailure when the options or the file cannot be followed
    AdmissionSettings settings() {
        try {
            return new AdmissionConfiguration(enabled, disabled, Optional.ofNullable(file)).read();
        } catch (ConfigurationException e) {
            throw new CommandFailure("admission: " + e.getMessage(), e);
        }
    }
}
