/// The schemas by which users define resources of their own, and what they mean for an object:
/// which fields there are (pruning), what they are when absent (defaulting), what they may hold
/// (validation), and who may own them (server-side apply).
///
/// [dev.purser.api.extension.JsonSchema] is the model: `JSONSchemaProps` of a
/// CustomResourceDefinition, read once and then only walked. Texts and order of errors are
/// Kubernetes' own, which come from its OpenAPI validator.
///
/// See
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>.
@NullMarked
package dev.purser.api.extension;

import org.jspecify.annotations.NullMarked;
