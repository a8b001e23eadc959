/// `exec`, `attach` and `port-forward`: a client's connection is joined to the streaming server of
/// the container runtime.
///
/// [StreamProxy] decides how. A client that speaks SPDY/3.1, as the runtime does, is passed through
/// byte by byte ([SpdyTunnel]). One that speaks WebSocket is translated: each of its messages is
/// for one channel, and each channel is a stream of a SPDY connection to the runtime
/// ([RemoteCommand], [SpdyConnection]). Port forwarding by WebSocket carries SPDY inside its
/// messages and is unwrapped ([TunnelledSpdy]).
///
/// Everything blocks, on virtual threads, with one buffer a direction: who is slow is waited for by
/// way of TCP's own flow control. SPDY's is not used: the runtimes' implementation neither keeps
/// nor announces windows, so a sender that waited for it would wait for ever.
///
/// Protocols: SPDY/3.1; RFC 6455; Kubernetes' `v4.channel.k8s.io` and `v5.channel.k8s.io`
/// (KEP-4006).
@NullMarked
package dev.purser.wire.stream;

import org.jspecify.annotations.NullMarked;
