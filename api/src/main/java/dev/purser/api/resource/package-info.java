/// Which resources the API has: names, kinds, scopes, verbs and subresources, as data.
///
/// [dev.purser.api.resource.Catalog] is loaded once from `resources.json`, the aggregated discovery
/// of Kubernetes 1.37, and is what routing, discovery and clients look resources up in.
@NullMarked
package dev.purser.api.resource;

import org.jspecify.annotations.NullMarked;
