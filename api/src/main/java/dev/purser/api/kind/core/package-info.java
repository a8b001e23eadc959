/// The rules of the kinds of the core group, Pods excepted.
@NullMarked
package dev.purser.api.kind.core;

import org.jspecify.annotations.NullMarked;
