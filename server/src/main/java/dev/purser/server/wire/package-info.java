/// TLS and HTTP, and nothing of what Kubernetes makes of them: connections, request bodies and
/// their limit, answers and their compression.
///
/// A request becomes a [dev.purser.server.request.ApiRequest]; what the rest of the server makes of
/// it comes back as an [dev.purser.server.wire.Answer] and is written out here. Each request runs
/// on a virtual thread of its own, so everything behind the wire may block.
@NullMarked
package dev.purser.server.wire;

import org.jspecify.annotations.NullMarked;
