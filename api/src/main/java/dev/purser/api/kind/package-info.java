/// What differs between kinds: defaults that no schema can express, what a client may set, semantic
/// validation. One small class a kind implements [dev.purser.api.kind.KindRules]; everything else
/// is done by the engine alike for all.
///
/// The way of a write: `ObjectCodec.decode`, [dev.purser.api.kind.KindRules#setDefaults],
/// admission, one of the `prepare` methods, `ObjectMetaValidation` and one of the `validate`
/// methods, and last `ObjectCodec.canonical`, because rules may leave out what a canonical tree has
/// (an empty status) and add fields at the end. A patched tree goes the same way,
/// `ObjectCodec.decode` of a tree first. The rules of all kinds are in
/// `dev.purser.api.kind.builtin`.
@NullMarked
package dev.purser.api.kind;

import org.jspecify.annotations.NullMarked;
