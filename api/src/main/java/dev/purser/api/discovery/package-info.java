/// The documents by which clients find out what the API serves: versions, groups, resources, and
/// the aggregated form that tells all at once. Built from the catalog; nothing is served here.
@NullMarked
package dev.purser.api.discovery;

import org.jspecify.annotations.NullMarked;
