/// The images of this node: whether a container's image is there, fetching it by the container's
/// policy with back-off, loading archives, and the pause image, which is built here since no
/// registry may be in reach.
@NullMarked
package dev.purser.node.image;

import org.jspecify.annotations.NullMarked;
