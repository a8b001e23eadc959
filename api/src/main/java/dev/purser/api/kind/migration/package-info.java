/// The rules of migrations of stored objects from one version to another.
@NullMarked
package dev.purser.api.kind.migration;

import org.jspecify.annotations.NullMarked;
