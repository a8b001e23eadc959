/// The endpoints of Services in both forms: EndpointSlices and, for older clients, Endpoints, of
/// the pods that a Service selects; and the slices that mirror Endpoints made by hand. Follows the
/// controllers `endpointslice`, `endpoint` and `endpointslicemirroring` of kube-controller-manager.
@NullMarked
package dev.purser.controllers.endpoint;

import org.jspecify.annotations.NullMarked;
