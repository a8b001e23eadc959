/// The rules of the kinds that say who may do what.
@NullMarked
package dev.purser.api.kind.rbac;

import org.jspecify.annotations.NullMarked;
