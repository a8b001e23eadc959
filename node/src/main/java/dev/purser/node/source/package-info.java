/// The ConfigMaps and Secrets that this node's pods name, kept current by watches.
///
/// A pod's references are [held][dev.purser.node.source.ConfigSource#hold] when the pod arrives and
/// released when it is gone. The server's [dev.purser.client.node.ConfigFeed] tells of all of them
/// in one watch; where there is none, each has a watch of its own, by name. Either way thousands of
/// unrelated Secrets never enter this process, the node needs no right to read them, and a change
/// arrives with the watch event instead of with a poll.
@NullMarked
package dev.purser.node.source;

import org.jspecify.annotations.NullMarked;
