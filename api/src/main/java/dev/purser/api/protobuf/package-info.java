/// Kubernetes' protobuf encoding of objects (`application/vnd.kubernetes.protobuf`), to and from
/// JSON trees.
///
/// There is no class a message: `protobuf.json` lists the fields of every message with their
/// numbers and types, and [dev.purser.api.protobuf.ProtobufCodec] walks tree and bytes by it.
@NullMarked
package dev.purser.api.protobuf;

import org.jspecify.annotations.NullMarked;
