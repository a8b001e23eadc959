/// The shape of every built-in type, as data: which fields there are, of what type, how lists and
/// maps merge, and what an absent or zero value means.
///
/// [dev.purser.api.schema.Schemas] reads `schema.json`, the OpenAPI schemas of Kubernetes 1.37
/// without their prose, and `go-types.json`, what those schemas do not say about Kubernetes' own
/// types: the order of fields (under the empty name), which fields are pointers, which are always
/// written, and the names of types in error messages. Each schema is parsed when it is first asked
/// for. Decoding, pruning, defaulting, patches, server-side apply, OpenAPI and protobuf are all
/// driven by this model.
@NullMarked
package dev.purser.api.schema;

import org.jspecify.annotations.NullMarked;
