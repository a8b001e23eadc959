/// What the API server asks of the node that runs a pod: its logs, and the interactive streams of
/// its containers. The node agent implements it; in one process the server calls it directly. The
/// other way round, [dev.purser.client.node.ConfigFeed] is what only nodes ask of the server.
@NullMarked
package dev.purser.client.node;

import org.jspecify.annotations.NullMarked;
