/// TLS and HTTP, and nothing of what Kubernetes makes of them: connections, request bodies and
/// their limit, answers and their compression.
///
/// A request becomes a [dev.purser.wire.request.ApiRequest]; what the server makes of it comes back
/// as an [dev.purser.wire.http.Answer] and is written out here. Each request runs on a virtual
/// thread of its own, so everything behind the wire may block.
@NullMarked
package dev.purser.wire.http;

import org.jspecify.annotations.NullMarked;
