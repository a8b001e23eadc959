package dev.purser.server.authn.oidc;

import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/// Fetches what issuers publish. Thread-safe.
@FunctionalInterface
interface IssuerDocumentSource {
    /// @throws IOException when it cannot be had, or is no JSON
    JsonNode fetch(URI uri) throws IOException, InterruptedException;
}
