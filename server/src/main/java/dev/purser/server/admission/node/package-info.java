/// The admission plugin NodeRestriction: a node writes its own Node, the pods bound to it, and what
/// belongs to both. It completes the Node authorizer, which does not see what is written.
@NullMarked
package dev.purser.server.admission.node;

import org.jspecify.annotations.NullMarked;
