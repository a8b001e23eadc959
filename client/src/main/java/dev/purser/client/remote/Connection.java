package dev.purser.client.remote;

import java.net.URI;

/// Where an API server is, how to know it, and who calls.
///
/// @param server such as `https://127.0.0.1:6443`
/// @param certificateAuthority the certificates to trust, in PEM form; empty for the machine's own
public record Connection(URI server, String certificateAuthority, Credential credential) {}
