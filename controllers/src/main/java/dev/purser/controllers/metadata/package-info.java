/// The metadata of all objects of all resources: what namespace deletion and garbage collection
/// look at. Contents, Secrets' values among them, are not kept.
@NullMarked
package dev.purser.controllers.metadata;

import org.jspecify.annotations.NullMarked;
