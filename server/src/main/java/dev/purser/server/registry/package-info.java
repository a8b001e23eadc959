/// What the verbs mean: objects over the store, and the resources that are answered rather than
/// stored.
@NullMarked
package dev.purser.server.registry;

import org.jspecify.annotations.NullMarked;
