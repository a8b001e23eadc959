/// Kinds that are served in several versions: each object is stored in one of them, and every
/// reader and writer sees it in the version asked for.
///
/// [dev.purser.api.kind.conversion.KindVersions] is what a kind's rules say of its versions. The
/// rules of a version that is not the stored one get objects in that version, and may convert them
/// to check what only the stored form shows.
@NullMarked
package dev.purser.api.kind.conversion;

import org.jspecify.annotations.NullMarked;
