package dev.purser.external.provider.kubernetes;

import dev.purser.client.remote.Connection;
import java.util.Optional;

/// How a cluster is reached.
///
/// @param server as the store names it, for messages
/// @param token when it is renewed from time to time
record ClusterAccess(String server, Connection connection, Optional<AccountToken> token) {}
