package dev.purser.controllers;

import dev.purser.api.resource.ResourceType;
import java.util.List;

/// What the controllers need to know of the cluster.
///
/// @param rootCertificate the certificates that pods shall trust the API server by, in PEM form
/// @param served the built-in resources of the server, preferred versions first
/// @param host names this process in the scheduler's events
public record ControllerSettings(String rootCertificate, List<ResourceType> served, String host) {
    public ControllerSettings {
        served = List.copyOf(served);
    }
}
