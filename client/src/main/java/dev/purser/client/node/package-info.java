/// What the API server asks of the node that runs a pod: its logs, and the interactive streams of
/// its containers. The node agent implements it; in one process the server calls it directly.
@NullMarked
package dev.purser.client.node;

import org.jspecify.annotations.NullMarked;
