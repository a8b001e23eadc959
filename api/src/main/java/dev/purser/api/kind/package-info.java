/// What differs between kinds: defaults that no schema can express, what a client may set, semantic
/// validation. One small class a kind implements [dev.purser.api.kind.KindRules]; everything else
/// is done by the engine alike for all.
@NullMarked
package dev.purser.api.kind;

import org.jspecify.annotations.NullMarked;
