/// Structural schemas (KEP-1693) as CEL sees them: the types they declare, and JSON as values of
/// those types.
@NullMarked
package dev.purser.cel.schema;

import org.jspecify.annotations.NullMarked;
