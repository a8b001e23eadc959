/// The metadata of all objects of all resources: what namespace deletion and garbage collection
/// look at. Resources of CustomResourceDefinitions are among them as long as they are served.
/// Contents, Secrets' values among them, are not kept.
@NullMarked
package dev.purser.controllers.metadata;

import org.jspecify.annotations.NullMarked;
