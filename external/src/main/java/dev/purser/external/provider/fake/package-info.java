/// The provider `fake`: values that stand in the store's own specification, for trials.
@NullMarked
package dev.purser.external.provider.fake;

import org.jspecify.annotations.NullMarked;
