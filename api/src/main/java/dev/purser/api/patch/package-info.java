/// The ways in which a PATCH request changes an object: JSON Patch (RFC 6902), JSON merge patch
/// (RFC 7386) and Kubernetes' strategic merge patch.
///
/// A [dev.purser.api.patch.Patch] is read from the request's body and applied to the JSON tree of
/// an object; what comes out is decoded like any other body. Server-side apply is not a change of a
/// tree but a merge of owners: it lives with the managed fields.
@NullMarked
package dev.purser.api.patch;

import org.jspecify.annotations.NullMarked;
