/// The two Java client libraries, each doing what operators do with it, against a server in this
/// process. What needs running containers asks for a server with a node by the system property
/// `purser.kubeconfig`, and is left out without one.
@NullMarked
package dev.purser.clients;

import org.jspecify.annotations.NullMarked;
