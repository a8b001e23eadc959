/// The node's own API over HTTPS: paths, answers and errors are kubelet's.
///
/// [dev.purser.node.serve.NodeRequests] reads as the way of a request: who sends it, what they may
/// do, which path it is for. [dev.purser.node.serve.NodeServer] listens.
@NullMarked
package dev.purser.node.serve;

import org.jspecify.annotations.NullMarked;
