/// The rules of RuntimeClasses.
@NullMarked
package dev.purser.api.kind.node;

import org.jspecify.annotations.NullMarked;
