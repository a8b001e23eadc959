/// The objects a cluster has from its first start: system namespaces, the roles and bindings of the
/// system, the system's priority classes; and the roles that are put together from others.
@NullMarked
package dev.purser.server.bootstrap;

import org.jspecify.annotations.NullMarked;
