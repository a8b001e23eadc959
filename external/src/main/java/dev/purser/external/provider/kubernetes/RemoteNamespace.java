package dev.purser.external.provider.kubernetes;

import dev.purser.api.validation.Names;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;

/// Where the Secrets are.
///
/// @param server as the store names it, for messages
record RemoteNamespace(String server, String name) {
    RemoteNamespace {
        if (name.isEmpty()) {
            name = "default";
        }
    }

    /// @throws ProviderException when no namespace can have this name
    void check() throws ProviderException {
        if (!Names.labelErrors(name).isEmpty()) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "remoteNamespace is no name of a namespace");
        }
    }

    @Override
    public String toString() {
        return "namespace %s of %s".formatted(name, server);
    }
}
