/// From bytes to objects and back.
///
/// [dev.purser.api.codec.ObjectCodec] is the entrance. The way of a body: the text is parsed (JSON,
/// or YAML turned into JSON), read under the guidance of the schema into a canonical tree, and
/// checked to be of the expected kind. What Kubernetes' Go types would do to the text happens to
/// the tree, and what they would complain about is said in the same words. Defaults that Kubernetes
/// sets by code are not set here but by the rules of each kind.
@NullMarked
package dev.purser.api.codec;

import org.jspecify.annotations.NullMarked;
