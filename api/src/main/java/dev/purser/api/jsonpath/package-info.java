/// JSONPath as Kubernetes has it (`client-go/util/jsonpath`): where the cells of printer columns
/// and selectable fields come from.
///
/// See <https://kubernetes.io/docs/reference/kubectl/jsonpath/>.
@NullMarked
package dev.purser.api.jsonpath;

import org.jspecify.annotations.NullMarked;
