/// `exec`, `attach` and `port-forward`: a client's connection is joined to a command in a
/// container, or to the ports of a pod.
///
/// [StreamProxy] decides in which protocol. For commands: a WebSocket whose messages are each for
/// one channel ([RemoteCommand]), or SPDY with a stream for each ([SpdyCommand]). For ports: SPDY
/// with two streams for each connection ([SpdyPorts]), on the client's connection itself or inside
/// a WebSocket's messages ([TunnelledSpdy]), or a WebSocket with two channels for each port
/// ([WebSocketPorts]). What is at the other end is not known here
/// ([dev.purser.client.node.CommandSession], [dev.purser.client.node.PodPorts]).
///
/// Everything blocks, on virtual threads, with a bounded buffer a direction: who is slow is waited
/// for by way of TCP's own flow control. While one side waits for the other, the end of the command
/// and the loss of the client are still noticed ([Pulse]). After the last word the client is
/// listened to until it closes: to close on what it still sends would take from it what it has not
/// read.
///
/// Protocols: SPDY/3.1; RFC 6455; Kubernetes' `channel.k8s.io` in its versions 1 to 5 and their
/// Base64 forms (KEP-4006), `portforward.k8s.io`.
@NullMarked
package dev.purser.wire.stream;

import org.jspecify.annotations.NullMarked;
