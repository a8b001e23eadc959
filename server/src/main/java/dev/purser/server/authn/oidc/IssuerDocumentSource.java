package dev.purser.server.authn.oidc;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;

/// Fetches what issuers publish. Thread-safe.
@FunctionalInterface
interface IssuerDocumentSource {
    /// @throws IOException when it cannot be had, or is no JSON
    JsonNode fetch(URI uri) throws IOException, InterruptedException;
}
