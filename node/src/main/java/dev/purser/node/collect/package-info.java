/// What is removed from the node because nobody needs it any more: images, containers that have
/// ended, logs of pods that are gone.
///
/// Only images that this node fetched from a registry are ever removed by themselves. One that a
/// person loaded from an archive may be the only copy there is.
@NullMarked
package dev.purser.node.collect;

import org.jspecify.annotations.NullMarked;
