package dev.purser.node.volume;

import dev.purser.node.source.Content;
import java.util.OptionalInt;

/// One file of a projected volume.
///
/// @param mode the permission bits
/// @param uid the owner, where it is not the node's own user
record FileProjection(Content content, int mode, OptionalInt uid) {
    FileProjection(Content content, int mode) {
        this(content, mode, OptionalInt.empty());
    }
}
