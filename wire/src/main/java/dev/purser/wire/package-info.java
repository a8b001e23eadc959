/// What the API server and the node's own API both speak: TLS, HTTP and the upgrades to SPDY and
/// WebSocket ([dev.purser.wire.http], [dev.purser.wire.stream]), and how both tell of their health
/// and their metrics. Nothing here knows what a request for an object means.
@NullMarked
package dev.purser.wire;

import org.jspecify.annotations.NullMarked;
