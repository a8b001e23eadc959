package dev.purser.server;

import dev.purser.server.flow.FlowSettings;
import dev.purser.wire.http.WireLimits;
import dev.purser.wire.tls.TlsSettings;
import java.util.List;

/// How a server treats those who ask it.
///
/// @param transportSecurity directives of the `Strict-Transport-Security` header (RFC 6797); none
///   for no header
public record ServingSettings(
        FlowSettings flow, WireLimits limits, TlsSettings tls, List<String> transportSecurity) {
    public ServingSettings {
        transportSecurity = List.copyOf(transportSecurity);
    }

    /// As kube-apiserver's flags are by default.
    public static ServingSettings defaults() {
        return new ServingSettings(
                FlowSettings.defaults(), WireLimits.defaults(), TlsSettings.defaults(), List.of());
    }

    public ServingSettings withLimits(WireLimits other) {
        return new ServingSettings(flow, other, tls, transportSecurity);
    }

    public ServingSettings withTls(TlsSettings other) {
        return new ServingSettings(flow, limits, other, transportSecurity);
    }

    public ServingSettings withFlow(FlowSettings other) {
        return new ServingSettings(other, limits, tls, transportSecurity);
    }
}
