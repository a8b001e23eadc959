package dev.purser.server.admission;

import java.util.List;

/// All plugins of a server, in their order. Thread-safe.
public final class AdmissionChain {
    private final List<AdmissionPlugin> plugins;

    public AdmissionChain(List<AdmissionPlugin> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    /// Lets every plugin complete the object.
    ///
    /// @throws dev.purser.api.status.StatusException when a plugin refuses the request
    public void mutate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.mutate(request));
    }

    /// Lets every plugin judge the object.
    ///
    /// @throws dev.purser.api.status.StatusException when a plugin refuses the request
    public void validate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.validate(request));
    }
}
