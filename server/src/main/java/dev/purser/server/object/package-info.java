/// One object as bytes: how it is kept in the store, and how it leaves again without being parsed.
///
/// ## Where `resourceVersion` is
///
/// The version of an object is the revision of its last write, which is known only once the write
/// is done. So the stored bytes have none; [dev.purser.server.object.StoredObject] writes it into
/// the right place as the bytes go out. The bytes themselves are shared by every reader.
///
/// ## What is kept beside the bytes
///
/// [dev.purser.server.object.Head]: where the metadata begins and ends, the labels, and the fields
/// that selectors may name. It is made once per stored value, so a list with a selector parses
/// nothing.
@NullMarked
package dev.purser.server.object;

import org.jspecify.annotations.NullMarked;
