/// The environment variables of containers: literals, references to ConfigMaps, Secrets, fields and
/// resources, services, and the `$(NAME)` references among them.
@NullMarked
package dev.purser.node.environment;

import org.jspecify.annotations.NullMarked;
