/// The serving side of TLS: which keys are shown to whom, and what of TLS is offered. Keys are
/// looked up at each handshake, so that they can be renewed while the server runs.
@NullMarked
package dev.purser.wire.tls;

import org.jspecify.annotations.NullMarked;
