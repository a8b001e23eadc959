/// Attachments to the streams of running containers. containerd's CRI holds those streams, so they
/// go by its streaming server, which speaks SPDY on the loopback address.
@NullMarked
package dev.purser.node.attach;

import org.jspecify.annotations.NullMarked;
