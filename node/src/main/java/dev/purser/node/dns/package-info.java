/// The cluster's name service: names of Services and pods as Kubernetes' DNS specification has them
/// (version 1.1.0), and every other name by asking the machine's own name servers.
@NullMarked
package dev.purser.node.dns;

import org.jspecify.annotations.NullMarked;
